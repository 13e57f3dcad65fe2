using System.Globalization;
using Dirac.Model.Jobs;
using Dirac.Model.Pilots;
using Dirac.Workload.Jobs;

namespace Dirac.Workload.Housekeeping.Stalled;

/// <summary>DIRAC's StalledJobAgent as a function (domain rules 6.1). Pure.</summary>
internal static class StalledJobRules
{
    /// <summary>The states that are looked at, in this order: what becomes Stalled is so for a round at least, in which a sign of life revives it.</summary>
    public static readonly IReadOnlyList<JobStatus> Statuses =
        [JobStatus.Stalled, JobStatus.Running, JobStatus.Completing, JobStatus.Submitting, JobStatus.Matched, JobStatus.Rescheduled];

    /// <summary>How old a job in this state must be at least for anything to become of it.</summary>
    public static TimeSpan AgeOf(JobStatus status, StalledJobSettings settings) => status switch
    {
        JobStatus.Running or JobStatus.Completing => settings.StalledTime,
        JobStatus.Submitting => settings.SubmittingTime,
        JobStatus.Matched => settings.MatchedTime,
        JobStatus.Rescheduled => settings.RescheduledTime,
        _ => TimeSpan.Zero,
    };

    /// <summary>Decides about one job.</summary>
    /// <param name="job">Its row. It has no live attempt of ours: leases decide about those.</param>
    /// <param name="pilot">The status of the pilot it names; null when it names none, or one that is unknown.</param>
    /// <param name="settings">The times and sites.</param>
    /// <param name="now">UTC.</param>
    public static StalledJobDecision Decide(JobRow job, string? pilot, StalledJobSettings settings, DateTime now)
    {
        var silent = now - LastSign(job);
        return job.ParsedStatus switch
        {
            JobStatus.Running or JobStatus.Completing when silent > settings.StalledTime + ToleranceAt(job.Site, settings) => new StalledJobDecision.MarkStalled(),
            JobStatus.Stalled when WhyFailed(silent, pilot, settings) is { } minor => settings.RescheduleSites.Contains(job.Site)
                ? new StalledJobDecision.ForceRescheduled(minor)
                : new StalledJobDecision.Fail(minor),
            JobStatus.Submitting when silent > settings.SubmittingTime => new StalledJobDecision.FailUnconfirmed(),
            JobStatus.Matched when silent > settings.MatchedTime => new StalledJobDecision.Reschedule(),
            JobStatus.Rescheduled when silent > settings.RescheduledTime => new StalledJobDecision.Reschedule(),
            _ => new StalledJobDecision.Leave(),
        };
    }

    // A job of which no time at all is known has been silent for ever.
    private static DateTime LastSign(JobRow job) =>
        new[] { job.HeartBeatTime, job.LastUpdateTime }.Max() ?? job.StartExecTime ?? job.SubmissionTime ?? DateTime.UnixEpoch;

    private static TimeSpan ToleranceAt(string site, StalledJobSettings settings) =>
        settings.TolerantSites.Contains(site) ? settings.ToleranceTime : TimeSpan.Zero;

    private static string? WhyFailed(TimeSpan silent, string? pilot, StalledJobSettings settings)
    {
        if (pilot != nameof(PilotStatus.Running)) return MinorStatuses.StalledPilotNotRunning;
        return silent > settings.FailedTime
            ? string.Create(CultureInfo.InvariantCulture, $"Stalling for more than {settings.FailedTime.TotalSeconds:0} sec")
            : null;
    }
}
