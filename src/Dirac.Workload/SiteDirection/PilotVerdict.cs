using Dirac.Model.Api;
using Dirac.Model.Pilots;
using Dirac.Resources.Computing;

namespace Dirac.Workload.SiteDirection;

/// <summary>What to do about a pilot, from what its records and its element say of it. Pure.</summary>
/// <param name="Change">What changes in its records; null when nothing does.</param>
/// <param name="Cancel">Whether its element shall end it.</param>
/// <param name="IsOver">Whether it has ended at its element, so that its output can be fetched and its traces removed.</param>
internal sealed record PilotVerdict(PilotMetadata? Change, PilotCancel Cancel, bool IsOver)
{
    /// <summary>How long an element may take to answer before a pilot counts as lost, milliseconds.</summary>
    public const long AnswerMs = 120_000;

    private const long EndMs = 300_000;
    private const long FirmMs = 120_000;

    /// <summary>The verdict.</summary>
    /// <param name="pilot">Its records.</param>
    /// <param name="sighting">What its element says.</param>
    /// <param name="isOrdered">Whether it was ordered to stop.</param>
    /// <param name="nowMs">Now, by the database's clock.</param>
    /// <param name="options">How long silence may last.</param>
    public static PilotVerdict Of(DirectedPilotRow pilot, PilotSighting sighting, bool isOrdered, long nowMs, SiteDirectionOptions options)
    {
        if (PilotStatuses.IsFinal(sighting.Status)) return new PilotVerdict(pilot.HasEnded ? null : To(sighting), PilotCancel.No, true);
        if (pilot.HasEnded) return new PilotVerdict(null, ShallEnd(pilot, isOrdered, nowMs) ? How(pilot, nowMs) : PilotCancel.No, false);
        if (isOrdered && sighting.Status == PilotStatus.Waiting) return new PilotVerdict(null, How(pilot, nowMs), false);
        if (sighting.Status == PilotStatus.Running && Silence(pilot, isOrdered, nowMs, options) is { } silence)
        {
            return new PilotVerdict(new PilotMetadata { StatusReason = silence }, How(pilot, nowMs), false);
        }

        return new PilotVerdict(Differs(pilot, sighting) ? To(sighting) : null, PilotCancel.No, false);
    }

    // What the pilot says of itself counts more than what its element says of it: it cannot be Waiting any more once it has spoken.
    private static bool Differs(DirectedPilotRow pilot, PilotSighting sighting) =>
        sighting.Status != PilotStatus.Unknown && pilot.SeenMs is null && pilot.Status != sighting.Status.ToString();

    private static PilotMetadata To(PilotSighting sighting) => new() { Status = sighting.Status.ToString(), StatusReason = sighting.Reason };

    // One that was killed goes at once; one that said it is done may still be tidying up.
    private static bool ShallEnd(DirectedPilotRow pilot, bool isOrdered, long nowMs) =>
        isOrdered || pilot.Status is nameof(PilotStatus.Deleted) or nameof(PilotStatus.Aborted) || nowMs - (pilot.SeenMs ?? pilot.SubmittedMs) > EndMs;

    private static PilotCancel How(DirectedPilotRow pilot, long nowMs) => pilot.CancelledMs is not { } cancelled
        ? PilotCancel.Gently
        : nowMs - cancelled > FirmMs ? PilotCancel.Firmly : PilotCancel.No;

    private static string? Silence(DirectedPilotRow pilot, bool isOrdered, long nowMs, SiteDirectionOptions options)
    {
        if (pilot.SeenMs is not { } seen) return nowMs - (pilot.StartedMs ?? nowMs) > options.SilentStartSeconds * 1000L ? "It runs but never logged in" : null;
        if (isOrdered && nowMs - seen > 2 * EndMs) return "It was ordered to stop and does not listen";
        return nowMs - seen > options.SilenceSeconds * 1000L ? "It runs but nothing is heard of it" : null;
    }
}
