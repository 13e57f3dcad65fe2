using Dirac.Model.Jobs;
using Dirac.Workload.Attempts;
using Dirac.Workload.Jobs;

namespace Dirac.Workload.Explaining;

/// <summary>Says why a job is in a state other than Waiting and Failed. Pure.</summary>
internal static class StateWords
{
    public static string Of(JobRow job, IReadOnlyList<AttemptRow> attempts) => job.ParsedStatus switch
    {
        JobStatus.Received when job.MinorStatus == MinorStatuses.JobRescheduled && attempts.Count > 0 => $"It is run again: {attempts[^1].Outcome}. {attempts[^1].Reason}".Trim(),
        JobStatus.Submitting or JobStatus.Received or JobStatus.Checking => Preparing(job),
        JobStatus.Staging => $"Its input files are being brought from tape ({job.MinorStatus}).",
        JobStatus.Matched => $"Pilot {Pilot(attempts)} at {job.Site} has it and is preparing to run it.",
        JobStatus.Running or JobStatus.Completing => $"It runs at {job.Site} with pilot {Pilot(attempts)} since {job.StartExecTime:yyyy-MM-dd HH:mm:ss} UTC: {job.MinorStatus}.",
        JobStatus.Stalled => $"Nothing was heard of it since {job.HeartBeatTime ?? job.LastUpdateTime:yyyy-MM-dd HH:mm:ss} UTC.",
        JobStatus.Killed => $"It was killed on request ({job.MinorStatus}).",
        JobStatus.Deleted => "It was deleted and will be removed.",
        JobStatus.Rescheduled => "It is about to be run again.",
        _ => $"It ended well: {job.MinorStatus}.",
    };

    public static string Pilot(IReadOnlyList<AttemptRow> attempts) => attempts.Count > 0 ? attempts[^1].PilotStamp : "unknown";

    private static string Preparing(JobRow job) =>
        job.ApplicationStatus is { } application && application.StartsWith("On Hold", StringComparison.Ordinal)
            ? $"It is {application}."
            : $"It is being prepared ({job.MinorStatus}).";
}
