using Dirac.Workload.Attempts;

namespace Dirac.Workload.Pilots.BlackHoles;

/// <summary>Tells a node that spoils every job from a user whose jobs are spoilt. Pure.</summary>
/// <remarks>
/// Counted are attempts that failed at once and in a row. Those that say nothing about the node (killed, handed back) are passed over; one that ended
/// well, or failed only after a while, ends the row. Failures of the node count in full, failures of payloads only up to half the number needed for each
/// owner: nobody's jobs alone, however many, make a black hole.
/// </remarks>
internal static class BlackHoleRule
{
    /// <summary>How many of the latest attempts are worth looking at.</summary>
    public static int Horizon(BlackHoleOptions options) => options.Failures * 20;

    /// <summary>The failures that make a black hole, the newest first; empty when there is none.</summary>
    /// <param name="latest">Attempts of one pilot or node that have ended, the newest first.</param>
    /// <param name="options">The limits.</param>
    public static IReadOnlyList<EndedAttempt> Judge(IEnumerable<EndedAttempt> latest, BlackHoleOptions options)
    {
        var mostOfOneOwner = (options.Failures + 1) / 2;
        var byOwner = new Dictionary<string, int>(StringComparer.Ordinal);
        var counted = new List<EndedAttempt>();
        foreach (var attempt in Row(latest, options))
        {
            if (attempt.Fault == AttemptFault.Payload)
            {
                var earlier = byOwner.GetValueOrDefault(attempt.Owner);
                if (earlier == mostOfOneOwner) continue;
                byOwner[attempt.Owner] = earlier + 1;
            }

            counted.Add(attempt);
            if (counted.Count == options.Failures) return counted;
        }

        return [];
    }

    /// <summary>Whether an attempt failed at once.</summary>
    public static bool IsQuickFailure(EndedAttempt attempt, BlackHoleOptions options) =>
        attempt.Fault is AttemptFault.Node or AttemptFault.Payload && attempt.EndedMs - attempt.StartedMs <= options.QuickSeconds * 1000L;

    private static IEnumerable<EndedAttempt> Row(IEnumerable<EndedAttempt> latest, BlackHoleOptions options) => latest
        .Where(attempt => attempt.Fault is AttemptFault.None or AttemptFault.Node or AttemptFault.Payload)
        .TakeWhile(attempt => IsQuickFailure(attempt, options));
}
