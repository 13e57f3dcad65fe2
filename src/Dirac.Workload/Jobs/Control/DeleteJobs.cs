using Dirac.Model.Api;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;

namespace Dirac.Workload.Jobs.Control;

/// <summary>Deletes jobs (domain rules 2.3): what can be killed is killed, and what was in a deletable state is marked Deleted.</summary>
/// <remarks>A job that was Running is only killed; deleting it again deletes it, as in DIRAC.</remarks>
internal sealed class DeleteJobs(WorkloadDatabases databases, EndJobs end, TimeProvider clock)
{
    public async Task<BulkResult> RunAsync(Caller caller, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var outcome = await databases.Jobs.WriteAsync((session, token) => ApplyAsync(session, caller, [.. ids.Distinct()], token), cancellationToken);
        await end.LeaveQueuesAsync([.. outcome.Succeeded], cancellationToken);
        return outcome.ToResult();
    }

    private async Task<BulkOutcome> ApplyAsync(IDbSession session, Caller caller, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var outcome = new BulkOutcome();
        var now = clock.GetUtcNow().UtcDateTime;
        var rows = (await JobStore.LoadAsync(session, caller.Vo, ids, cancellationToken)).ToDictionary(row => row.JobID);
        var killable = new List<JobRow>();
        var deletable = new List<long>();
        foreach (var id in ids)
        {
            if (JobAccess.Refusal(caller, rows.GetValueOrDefault(id), id, JobRights.Delete) is { } refusal)
            {
                outcome.Fail(id, refusal);
                continue;
            }

            Sort(rows[id], killable, deletable, outcome, now);
        }

        await end.KillAsync(session, killable, Sources.JobManager, now, cancellationToken);
        await end.DeleteAsync(session, deletable, Sources.JobManager, now, cancellationToken);
        return outcome;
    }

    private static void Sort(JobRow job, List<JobRow> killable, List<long> deletable, BulkOutcome outcome, DateTime now)
    {
        var canDie = JobStatuses.CanGo(job.ParsedStatus, JobStatus.Killed);
        var canGo = JobStatuses.CanGo(job.ParsedStatus, JobStatus.Deleted);
        if (canDie) killable.Add(job);
        if (canGo) deletable.Add(job.JobID);

        if (canGo) outcome.Succeed(job.JobID, KillJobs.Change(JobStatus.Deleted, MinorStatuses.CheckingAccounting, now));
        else if (canDie) outcome.Succeed(job.JobID, KillJobs.Change(JobStatus.Killed, MinorStatuses.MarkedForTermination, now));
        else outcome.Fail(job.JobID, $"Job {job.JobID} is {job.Status} and cannot be deleted.");
    }
}
