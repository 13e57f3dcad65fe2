using Dirac.Model.Api;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;

namespace Dirac.Workload.Jobs.Control;

/// <summary>Ends jobs that can still be ended (domain rules 2.3); one outcome per job.</summary>
internal sealed class KillJobs(BulkControl control, EndJobs end) : IJobVerb
{
    public JobRights Right => JobRights.Kill;

    public QueueLeave Leaves => QueueLeave.After;

    public Task<BulkResult> RunAsync(Caller caller, IReadOnlyList<long> ids, CancellationToken cancellationToken) => control.RunAsync(caller, ids, this, cancellationToken);

    public string? Refusal(JobRow job) =>
        JobStatuses.CanGo(job.ParsedStatus, JobStatus.Killed) ? null : $"Job {job.JobID} is {job.Status}: there is nothing to kill.";

    public async Task ChangeAsync(IDbSession session, IReadOnlyList<JobRow> jobs, DateTime now, BulkOutcome outcome, CancellationToken cancellationToken)
    {
        await end.KillAsync(session, jobs, Sources.JobManager, now, cancellationToken);
        foreach (var job in jobs) outcome.Succeed(job.JobID, EndJobs.Change(JobStatus.Killed, MinorStatuses.MarkedForTermination, now));
    }
}
