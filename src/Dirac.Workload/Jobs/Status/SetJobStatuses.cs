using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Jobs.Control;
using Dirac.Workload.Logging;

namespace Dirac.Workload.Jobs.Status;

/// <summary>Takes in status updates of many jobs, each with its own moment (domain rules 1.3).</summary>
/// <remarks>One outcome per job. Killed and Deleted also do what killing and deleting does.</remarks>
internal sealed class SetJobStatuses(
    WorkloadDatabases databases, JobHistory history, LoggingOutbox outbox, KillJobs kill, DeleteJobs delete, TimeProvider clock)
{
    private static readonly DateTime Earliest = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan MostAhead = TimeSpan.FromDays(1);

    public async Task<BulkResult> RunAsync(
        Caller caller, IReadOnlyDictionary<long, IReadOnlyList<TimedUpdate>> updates, bool force, CancellationToken cancellationToken)
    {
        if (force && !caller.Properties.Has(DiracProperties.JobAdministrator))
        {
            throw new DiracException(ErrorCode.NotAuthorized, "Only a JobAdministrator may force a status.", "Leave force out.");
        }

        foreach (var update in updates.Values.SelectMany(changes => changes)) CheckTime(update.Time);
        var ids = updates.Keys.ToList();
        var ends = await EndAsync(caller, updates, cancellationToken);
        var orders = await history.LastOrdersAsync(ids, cancellationToken);
        var rest = await databases.Jobs.WriteAsync(
            (session, token) => ApplyAsync(session, caller, updates.Where(pair => !ends.Contains(pair.Key)).ToDictionary(), orders, force, token), cancellationToken);
        return ends.MergedWith(rest);
    }

    private async Task<BulkOutcome> ApplyAsync(
        IDbSession session,
        Caller caller,
        Dictionary<long, IReadOnlyList<TimedUpdate>> updates,
        IReadOnlyDictionary<long, double> orders,
        bool force,
        CancellationToken cancellationToken)
    {
        var outcome = new BulkOutcome();
        var now = clock.GetUtcNow().UtcDateTime;
        var rows = (await JobStore.LoadAsync(session, caller.OnlyVo, [.. updates.Keys], cancellationToken)).ToDictionary(row => row.JobID);
        var lines = new List<JobLogRow>();
        var states = new List<StateUpdate>();
        foreach (var (id, changes) in updates)
        {
            if (JobAccess.Refusal(caller, rows.GetValueOrDefault(id), id, JobRights.ChangeStatus) is { } refusal)
            {
                outcome.Fail(id, refusal);
                continue;
            }

            var row = rows[id];
            var decision = JobStatusRules.Apply(row.State, orders.GetValueOrDefault(id), changes, force, now);
            if (decision.ChangesJob) states.Add(new StateUpdate(row, decision.NewState, decision.HeartBeatTime ?? row.HeartBeatTime));
            lines.AddRange(decision.LogRows.Select(line => JobLogRow.From(id, line)));
            outcome.Succeed(id, StatusChanges.Between(row.State, decision, now));
        }

        await JobStore.SetStatesAsync(session, states, now, cancellationToken);
        await outbox.AddAsync(session, lines, cancellationToken);
        return outcome;
    }

    // DiracX's clients kill and delete by setting the status; the commands and queues behind it must not be forgotten.
    private async Task<BulkOutcome> EndAsync(Caller caller, IReadOnlyDictionary<long, IReadOnlyList<TimedUpdate>> updates, CancellationToken cancellationToken)
    {
        var killed = Ending(updates, JobStatus.Killed);
        var deleted = Ending(updates, JobStatus.Deleted);
        var outcome = new BulkOutcome();
        if (killed.Count > 0) outcome.Add(await kill.RunAsync(caller, killed, cancellationToken));
        if (deleted.Count > 0) outcome.Add(await delete.RunAsync(caller, deleted, cancellationToken));
        return outcome;
    }

    // A line of the far future would keep every later change of the job from counting.
    private void CheckTime(DateTime time)
    {
        if (time < Earliest || time > clock.GetUtcNow().UtcDateTime + MostAhead)
        {
            throw new DiracException(ErrorCode.BadRequest, $"{time:yyyy-MM-dd HH:mm:ss} UTC cannot be the time of a status change.", "Check the clock of the machine that sends it.");
        }
    }

    private static List<long> Ending(IReadOnlyDictionary<long, IReadOnlyList<TimedUpdate>> updates, JobStatus status) =>
        [.. updates.Where(pair => pair.Value is [{ } only] && only.Status == status).Select(pair => pair.Key)];
}
