using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Attempts;
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
        Check(caller, updates, force);
        var ends = await EndAsync(caller, Only(updates, JobStatus.Killed), Only(updates, JobStatus.Deleted), cancellationToken);
        var rest = await ApplyAsync(caller, updates.Where(pair => !ends.Contains(pair.Key)).ToDictionary(), force, cancellationToken);
        return ends.MergedWith(rest);
    }

    /// <summary>Takes in what wrappers and agents of DIRAC's kind say: a job that they call Killed may be so already, and what else they say of it is kept.</summary>
    public async Task<BulkResult> ReportAsync(
        Caller caller, IReadOnlyDictionary<long, IReadOnlyList<TimedUpdate>> updates, bool force, CancellationToken cancellationToken)
    {
        Check(caller, updates, force);

        // Whom or what this does not fit is left to the state machine.
        await EndAsync(caller, Any(updates, JobStatus.Killed), Any(updates, JobStatus.Deleted), cancellationToken);
        return (await ApplyAsync(caller, updates.ToDictionary(), force, cancellationToken)).ToResult();
    }

    private void Check(Caller caller, IReadOnlyDictionary<long, IReadOnlyList<TimedUpdate>> updates, bool force)
    {
        if (force && !caller.Properties.Has(DiracProperties.JobAdministrator))
        {
            throw new DiracException(ErrorCode.NotAuthorized, "Only a JobAdministrator may force a status.", "Leave force out.");
        }

        foreach (var update in updates.Values.SelectMany(changes => changes)) CheckTime(update.Time);
    }

    private async Task<BulkOutcome> ApplyAsync(Caller caller, Dictionary<long, IReadOnlyList<TimedUpdate>> updates, bool force, CancellationToken cancellationToken)
    {
        var orders = await history.LastOrdersAsync([.. updates.Keys], cancellationToken);
        return await databases.Jobs.WriteAsync((session, token) => ApplyAsync(session, caller, updates, orders, force, token), cancellationToken);
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
        var fenced = await PilotFence.FencedAsync(session, caller, rows.Values, cancellationToken);
        var lines = new List<JobLogRow>();
        var states = new List<StateUpdate>();
        foreach (var (id, changes) in updates)
        {
            if (JobAccess.Refusal(caller, rows.GetValueOrDefault(id), id, JobRights.ChangeStatus) is { } refusal)
            {
                outcome.Fail(id, refusal, JobAccess.KindOf(caller, rows.GetValueOrDefault(id)));
                continue;
            }

            if (fenced.Contains(id))
            {
                outcome.Fail(id, PilotFence.Words(id));
                continue;
            }

            var row = rows[id];
            var decision = JobStatusRules.Apply(row.State, orders.GetValueOrDefault(id), changes, force, now);
            if (decision.ChangesJob) states.Add(new StateUpdate(row, decision.NewState, decision.HeartBeatTime ?? row.HeartBeatTime));
            lines.AddRange(decision.LogRows.Select(line => JobLogRow.From(id, line)));
            outcome.Succeed(id, StatusChanges.Between(row.State, decision, now));
        }

        await JobStore.SetStatesAsync(session, states, now, cancellationToken);
        List<long> ended = [.. states.Where(state => JobStatuses.IsFinal(state.State.Status)).Select(state => state.JobID)];
        await AttemptStore.EndUnleasedAsync(session, ended, AttemptOutcome.Finished, cancellationToken);
        await outbox.AddAsync(session, lines, cancellationToken);
        return outcome;
    }

    // DiracX's clients kill and delete by setting the status; the commands and queues behind it must not be forgotten.
    private async Task<BulkOutcome> EndAsync(Caller caller, List<long> killed, List<long> deleted, CancellationToken cancellationToken)
    {
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

    private static List<long> Any(IReadOnlyDictionary<long, IReadOnlyList<TimedUpdate>> updates, JobStatus status) =>
        [.. updates.Where(pair => pair.Value.Any(update => update.Status == status)).Select(pair => pair.Key)];

    private static List<long> Only(IReadOnlyDictionary<long, IReadOnlyList<TimedUpdate>> updates, JobStatus status) =>
        [.. updates.Where(pair => pair.Value is [{ } only] && only.Status == status).Select(pair => pair.Key)];
}
