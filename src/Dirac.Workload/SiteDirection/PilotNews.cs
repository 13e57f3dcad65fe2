using Dirac.Model.Pilots;

namespace Dirac.Workload.SiteDirection;

/// <summary>What a look at the pilots of a queue tells about the queue. Pure.</summary>
/// <param name="HaveLoggedIn">Whether one of them has spoken to a server: the queue starts pilots that work.</param>
/// <param name="Mute">One that ended by a failure before it ever logged in, though nobody told it to end; null when there is none.</param>
/// <param name="Reason">Why that one ended, as its element says.</param>
internal sealed record PilotNews(bool HaveLoggedIn, string? Mute, string? Reason)
{
    /// <summary>Nothing is known.</summary>
    public static PilotNews None { get; } = new(false, null, null);

    /// <summary>Whether pilots fail here before they can say what is wrong: more of them would do the same.</summary>
    public bool AreLost => Mute is not null && !HaveLoggedIn;

    /// <summary>Reads them.</summary>
    /// <param name="pilots">The pilots and what is to be done about them.</param>
    /// <param name="ordered">Stamps of those that were ordered to stop.</param>
    public static PilotNews Of(IReadOnlyList<(DirectedPilotRow Pilot, PilotVerdict Verdict)> pilots, IReadOnlySet<string> ordered)
    {
        var mute = pilots.FirstOrDefault(one => FailedMute(one.Pilot, one.Verdict) && !ordered.Contains(one.Pilot.Stamp));
        return new PilotNews(pilots.Any(one => one.Pilot.SeenMs is not null), mute.Pilot?.Stamp, mute.Verdict?.Change?.StatusReason);
    }

    private static bool FailedMute(DirectedPilotRow pilot, PilotVerdict verdict) =>
        verdict is { IsOver: true, Change.Status: nameof(PilotStatus.Failed) or nameof(PilotStatus.Aborted) } && pilot is { SeenMs: null, CancelledMs: null };
}
