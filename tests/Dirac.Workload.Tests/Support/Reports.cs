using Dirac.Model.Api;

namespace Dirac.Workload.Tests.Support;

/// <summary>What pilots say about an attempt.</summary>
internal static class Reports
{
    public static AttemptReport Status(MatchReply job, long sequence, string? status, string? minor = null, DateTimeOffset? time = null) => new()
    {
        JobID = job.JobID,
        Attempt = job.Attempt,
        Sequence = sequence,
        Statuses = [new TimedStatus(time ?? TimeProvider.System.GetUtcNow(), new StatusUpdate(status, minor, null, "JobWrapper"))],
    };

    public static AttemptReport End(MatchReply job, long sequence, string? status = null, string outcome = "Finished", string? reason = null) =>
        (status is null ? new AttemptReport { JobID = job.JobID, Attempt = job.Attempt, Sequence = sequence } : Through(job, sequence, status)) with
        {
            Outcome = outcome, Reason = reason,
        };

    public static PilotHeartbeatRequest Holding(params MatchReply[] jobs) => new() { Held = [.. jobs.Select(job => new HeldAttempt(job.JobID, job.Attempt))] };

    // Running, Completing and the last word, in the order in which a wrapper says them.
    private static AttemptReport Through(MatchReply job, long sequence, string last)
    {
        var now = TimeProvider.System.GetUtcNow();
        string[] path = last is "Done" or "Completed" ? ["Running", "Completing", last] : ["Running", last];
        return new AttemptReport
        {
            JobID = job.JobID,
            Attempt = job.Attempt,
            Sequence = sequence,
            Statuses = [.. path.Select((status, index) => new TimedStatus(now.AddMilliseconds(index), new StatusUpdate(status, $"step {index}", null, "JobWrapper")))],
        };
    }
}
