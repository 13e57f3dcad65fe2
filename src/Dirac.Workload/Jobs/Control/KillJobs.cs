using Dirac.Model.Api;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;

namespace Dirac.Workload.Jobs.Control;

/// <summary>Ends jobs that can still be ended (domain rules 2.3); one outcome per job.</summary>
internal sealed class KillJobs(WorkloadDatabases databases, EndJobs end, TimeProvider clock)
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
        foreach (var id in ids)
        {
            if (JobAccess.Refusal(caller, rows.GetValueOrDefault(id), id, JobRights.Kill) is { } refusal) outcome.Fail(id, refusal);
            else if (!JobStatuses.CanGo(rows[id].ParsedStatus, JobStatus.Killed)) outcome.Fail(id, $"Job {id} is {rows[id].Status}: there is nothing to kill.");
            else killable.Add(rows[id]);
        }

        await end.KillAsync(session, killable, Sources.JobManager, now, cancellationToken);
        foreach (var job in killable) outcome.Succeed(job.JobID, Change(JobStatus.Killed, MinorStatuses.MarkedForTermination, now));
        return outcome;
    }

    internal static StatusChange Change(JobStatus status, string minor, DateTime now) =>
        new() { Status = status.ToString(), MinorStatus = minor, LastUpdateTime = now };
}
