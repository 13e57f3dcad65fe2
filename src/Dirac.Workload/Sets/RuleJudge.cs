namespace Dirac.Workload.Sets;

/// <summary>Says which rules of a set fire. Pure.</summary>
/// <remarks>
/// While failed jobs are being rescheduled, or are about to be, the set has not ended: what waits for the end sees only the failures that stay.
/// </remarks>
internal static class RuleJudge
{
    /// <summary>What the counts of a set mean for its rules.</summary>
    /// <param name="Fired">Rules whose condition holds now and that were waiting for it.</param>
    /// <param name="HasEnded">Whether the set has ended.</param>
    internal readonly record struct Verdict(IReadOnlyList<RuleRow> Fired, bool HasEnded);

    public static Verdict Judge(string state, SetTally tally, IReadOnlyList<RuleRow> rules)
    {
        var isWhole = state is SetState.Closed or SetState.Cancelled;
        var quiet = isWhole && tally is { Active: 0, Jobs: > 0 };
        if (state == SetState.Cancelled) return new Verdict([], quiet);

        var waiting = rules.Where(rule => rule.State == RuleState.Waiting).ToList();
        var early = waiting.Where(rule => HoldsBeforeTheEnd(rule, tally, isWhole, quiet)).ToList();
        var isRescheduling = rules.Any(rule => rule.State == RuleState.Fired && Reschedules(rule)) || early.Any(Reschedules);
        var ended = quiet && !isRescheduling;
        var late = waiting.Where(rule => ended && !Reschedules(rule) && HoldsAtTheEnd(rule, tally));
        return new Verdict([.. early, .. late], ended);
    }

    private static bool HoldsBeforeTheEnd(RuleRow rule, SetTally tally, bool isWhole, bool quiet)
    {
        if (Reschedules(rule))
        {
            var hasNews = tally.Failed > 0 && tally.Failures > rule.SeenFailures;
            return hasNews && (rule.Occasion == RuleWords.AllEnded ? quiet : Reached(rule.Occasion, rule.AtLeast, tally.Failed, tally.Jobs, isWhole));
        }

        return Reached(rule.Occasion, rule.AtLeast, rule.Occasion == RuleWords.FirstFailed ? tally.Failures : tally.Failed, tally.Jobs, isWhole);
    }

    private static bool HoldsAtTheEnd(RuleRow rule, SetTally tally) => rule.Occasion switch
    {
        RuleWords.AllEnded => true,
        RuleWords.AllDone => tally.Done == tally.Jobs,
        _ => false,
    };

    private static bool Reached(string when, string? atLeast, long failed, long all, bool isWhole) => when switch
    {
        RuleWords.FirstFailed => failed > 0,
        RuleWords.AnyFailed => Threshold.TryParse(atLeast, out var threshold) && threshold.IsReached(failed, all, isWhole),
        _ => false,
    };

    private static bool Reschedules(RuleRow rule) => rule.Action == RuleWords.RescheduleFailed;
}
