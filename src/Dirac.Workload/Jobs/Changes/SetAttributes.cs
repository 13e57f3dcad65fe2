using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Jobs.Status;
using Dirac.Workload.Logging;

namespace Dirac.Workload.Jobs.Changes;

/// <summary>Sets attributes of many jobs (domain rules 1.5); one outcome per job. A request that cannot be understood changes nothing.</summary>
/// <remarks>A status goes through the state machine unless it is forced; what it refuses is refused here too, and nothing of that job is set.</remarks>
internal sealed class SetAttributes(WorkloadDatabases databases, JobHistory history, LoggingOutbox outbox, TimeProvider clock)
{
    private const int JobsPerTransaction = 500;

    /// <summary>Sets what the request names.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="request">Job → column → value.</param>
    /// <param name="touch">Whether the jobs count as updated now.</param>
    /// <param name="force">Whether the state machine is not asked; for administrators.</param>
    /// <param name="cancellationToken">Stops before the next statement.</param>
    public async Task<BulkResult> RunAsync(
        Caller caller, IReadOnlyDictionary<long, IReadOnlyDictionary<string, JsonElement>> request, bool touch, bool force, CancellationToken cancellationToken)
    {
        if (force && !caller.Properties.Has(DiracProperties.JobAdministrator))
        {
            throw new DiracException(ErrorCode.NotAuthorized, "Only a JobAdministrator may force a status.", "Leave force out.");
        }

        var changes = request.ToDictionary(job => job.Key, job => AttributeChange.Read(job.Value));
        var outcome = new BulkOutcome();
        foreach (var chunk in changes.Chunk(JobsPerTransaction))
        {
            var part = chunk.ToDictionary();
            var orders = await history.LastOrdersAsync([.. part.Where(job => job.Value.HasStatus).Select(job => job.Key)], cancellationToken);
            var done = await databases.Jobs.WriteAsync((session, token) => ApplyAsync(session, caller, part, orders, (touch, force), token), cancellationToken);
            outcome.Add(done.ToResult());
        }

        return outcome.ToResult();
    }

    private async Task<BulkOutcome> ApplyAsync(
        IDbSession session,
        Caller caller,
        Dictionary<long, AttributeChange> changes,
        IReadOnlyDictionary<long, double> orders,
        (bool Touch, bool Force) how,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (rows, outcome) = await JobWriters.SortAsync(session, caller, [.. changes.Keys], JobRights.ChangeStatus, cancellationToken);
        var states = new List<StateUpdate>();
        var lines = new List<JobLogRow>();
        var columns = new List<ColumnChange>();
        foreach (var row in rows)
        {
            var change = changes[row.JobID];
            if (Refusal(row, change, how.Force) is { } refusal)
            {
                outcome.Fail(row.JobID, refusal);
                continue;
            }

            if (how.Touch) columns.Add(new ColumnChange(row.JobID, "LastUpdateTime", now));
            columns.AddRange(JobAttributes.Changes(row, change.Columns));
            var told = new StatusChange { LastUpdateTime = how.Touch ? now : null };
            if (change.HasStatus) told = Decide(row, change, orders.GetValueOrDefault(row.JobID), how.Force, now, states, lines);
            outcome.Succeed(row.JobID, told);
        }

        await JobStore.SetStatesAsync(session, states, now, cancellationToken);
        await JobStore.SetColumnsAsync(session, columns, cancellationToken);
        if (lines.Count > 0) await outbox.AddAsync(session, lines, cancellationToken);
        return outcome;
    }

    private static StatusChange Decide(
        JobRow row, AttributeChange change, double lastOrder, bool force, DateTime now, List<StateUpdate> states, List<JobLogRow> lines)
    {
        // It is true now, whatever a component with a fast clock has said of later.
        var time = LoggingHistory.OrderOf(now) >= lastOrder ? now : LoggingHistory.TimeOf(lastOrder);
        var update = new TimedUpdate(time, change.Status, change.Minor, change.Application, Sources.Unknown);
        var decision = JobStatusRules.Apply(row.State, lastOrder, [update], force, now);
        states.Add(new StateUpdate(row, decision.NewState, row.HeartBeatTime));
        lines.AddRange(decision.LogRows.Select(line => JobLogRow.From(row.JobID, line)));
        return StatusChanges.Between(row.State, decision, now);
    }

    private static string? Refusal(JobRow row, AttributeChange change, bool force)
    {
        var current = row.ParsedStatus == JobStatus.Stalled ? JobStatus.Running : row.ParsedStatus;
        return force || change.Status is not { } wanted || wanted == current || JobStatuses.CanGo(current, wanted)
            ? null
            : $"Job {row.JobID} is {row.Status} and cannot become {wanted}.";
    }
}
