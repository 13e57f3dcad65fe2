using Dirac.Model.Api;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;

namespace Dirac.Workload.Jobs.Control;

/// <summary>Deletes jobs (domain rules 2.3): what can be killed is killed, and what was in a deletable state is marked Deleted.</summary>
/// <remarks>A job that was Running is only killed; deleting it again deletes it, as in DIRAC.</remarks>
internal sealed class DeleteJobs(BulkControl control, EndJobs end) : IJobVerb
{
    public JobRights Right => JobRights.Delete;

    public QueueLeave Leaves => QueueLeave.After;

    public Task<BulkResult> RunAsync(Caller caller, IReadOnlyList<long> ids, CancellationToken cancellationToken) => control.RunAsync(caller, ids, this, cancellationToken);

    public string? Refusal(JobRow job) => CanDie(job) || CanGo(job) ? null : $"Job {job.JobID} is {job.Status} and cannot be deleted.";

    public async Task ChangeAsync(IDbSession session, IReadOnlyList<JobRow> jobs, DateTime now, BulkOutcome outcome, CancellationToken cancellationToken)
    {
        // Both are decided on the state before.
        await end.KillAsync(session, [.. jobs.Where(CanDie)], Sources.JobManager, now, cancellationToken);
        await end.DeleteAsync(session, [.. jobs.Where(CanGo).Select(job => job.JobID)], Sources.JobManager, now, cancellationToken);
        foreach (var job in jobs)
        {
            outcome.Succeed(
                job.JobID,
                CanGo(job)
                    ? EndJobs.Change(JobStatus.Deleted, MinorStatuses.CheckingAccounting, now)
                    : EndJobs.Change(JobStatus.Killed, MinorStatuses.MarkedForTermination, now));
        }
    }

    private static bool CanDie(JobRow job) => JobStatuses.CanGo(job.ParsedStatus, JobStatus.Killed);

    private static bool CanGo(JobRow job) => JobStatuses.CanGo(job.ParsedStatus, JobStatus.Deleted);
}
