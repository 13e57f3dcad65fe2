using Dirac.Model.Api;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Attempts;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Jobs.Control;

/// <summary>Runs jobs again on their owners' wish; one outcome per job.</summary>
/// <remarks>
/// A payload that still runs is told to stop, and the job is not given to another pilot before it has. Like DIRAC's, it does not ask the
/// state machine, but a job that is deleted stays so.
/// </remarks>
internal sealed class RescheduleJobs(
    WorkloadDatabases databases, Rescheduling rescheduling, LeaveTaskQueues queues, AttemptBell bell, TimeProvider clock)
{
    public async Task<BulkResult> RunAsync(Caller caller, IReadOnlyList<long> ids, bool reset, CancellationToken cancellationToken)
    {
        var wanted = reset ? JobRights.Reset : JobRights.Reschedule;
        await queues.RunAsync(await AllowedAsync(caller, ids, wanted, cancellationToken), cancellationToken);
        var outcome = await databases.Jobs.WriteAsync(
            (session, token) => ApplyAsync(session, caller, [.. ids.Distinct()], wanted, token), cancellationToken);
        bell.Ring();
        return outcome.ToResult();
    }

    private async Task<BulkOutcome> ApplyAsync(
        IDbSession session, Caller caller, IReadOnlyList<long> ids, JobRights wanted, CancellationToken cancellationToken)
    {
        var outcome = new BulkOutcome();
        var now = clock.GetUtcNow().UtcDateTime;
        var rows = (await JobStore.LoadAsync(session, caller.Vo, ids, cancellationToken)).ToDictionary(row => row.JobID);
        foreach (var id in ids)
        {
            if (JobAccess.Refusal(caller, rows.GetValueOrDefault(id), id, wanted) is { } refusal) outcome.Fail(id, refusal);
            else if (rows[id].ParsedStatus == JobStatus.Deleted) outcome.Fail(id, $"Job {id} is deleted and cannot be rescheduled.");
            else Note(outcome, id, await rescheduling.ByWishAsync(session, rows[id], wanted == JobRights.Reset, Sources.JobManager, now, cancellationToken));
        }

        return outcome;
    }

    private static void Note(BulkOutcome outcome, long id, StatusChange change)
    {
        if (change.Status == nameof(JobStatus.Failed)) outcome.Fail(id, $"Job {id}: {change.MinorStatus}.");
        else outcome.Succeed(id, change);
    }

    // The queue entry goes first, as in DIRAC, so that no pilot takes the job while it is being put back.
    private async Task<IReadOnlyList<long>> AllowedAsync(Caller caller, IReadOnlyList<long> ids, JobRights wanted, CancellationToken cancellationToken)
    {
        var rows = await databases.Jobs.ReadAsync((session, token) => JobStore.LoadAsync(session, caller.Vo, ids, token), cancellationToken);
        return [.. rows.Where(row => row.ParsedStatus != JobStatus.Deleted && JobAccess.Refusal(caller, row, row.JobID, wanted) is null).Select(row => row.JobID)];
    }
}
