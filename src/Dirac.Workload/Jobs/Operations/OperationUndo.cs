using Dirac.Persistence;
using Dirac.Security.Policies;
using Dirac.Workload.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>Gives some of a delete's jobs back their state. All of a step is one transaction of JobDB, so nothing is put back twice.</summary>
internal sealed class OperationUndo(
    WorkloadDatabases databases, OperationChain chain, LoggingOutbox outbox, IOptions<OperationOptions> options, TimeProvider clock)
{
    /// <summary>One step; true when it was the last.</summary>
    public Task<bool> RunAsync(CurrentTurn turn, CancellationToken cancellationToken) => databases.Jobs.WriteAsync(
        async (session, token) =>
        {
            var jobs = await OperationJobStore.AtAsync(session, turn.Id, OperationStep.Succeeded, options.Value.OperationChunk, token);
            if (jobs.Count > 0) await RestoreAsync(session, turn.Operation, jobs, token);
            var isLast = !await OperationJobStore.AnyAtAsync(session, turn.Id, OperationStep.Succeeded, token);
            if (isLast) await OperationStore.SetUndoneAsync(session, turn.Id, clock.GetUtcNow().ToUnixTimeMilliseconds(), token);
            await chain.EndAsync(session, turn, isLast, token);
            return isLast;
        },
        cancellationToken);

    private async Task RestoreAsync(IDbSession session, OperationRow operation, IReadOnlyList<OperationJobRow> jobs, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var rows = (await JobStore.LoadAsync(session, operation.VO, [.. jobs.Select(job => job.JobID)], cancellationToken)).ToDictionary(row => row.JobID);
        var (outcomes, updates, lines) = (new OperationOutcomes(), new List<StateUpdate>(), new List<JobLogRow>());
        foreach (var job in jobs)
        {
            var row = rows.GetValueOrDefault(job.JobID);
            var refusal = row is null ? null : JobAccess.Refusal(operation.Caller, row, job.JobID, JobRights.Delete);
            var decision = refusal is null ? UndoDecision.Make(job, row) : new UndoDecision(null, refusal);
            if (decision.Reason is { } reason) outcomes.Bad(job.JobID, OperationStep.Kept, reason);
            else outcomes.Good(job.JobID, OperationStep.Restored, job.Status);
            if (decision.NewState is not { } state) continue;
            updates.Add(new StateUpdate(row!, state, row!.HeartBeatTime));
            lines.Add(JobLogRow.Now(job.JobID, state.Status, state.MinorStatus, state.ApplicationStatus, now, $"Undo of operation {operation.Id}"));
        }

        await JobStore.SetStatesAsync(session, updates, now, cancellationToken);
        await outbox.AddAsync(session, lines, cancellationToken);
        await OperationJobStore.RecordAsync(session, operation.Id, outcomes, cancellationToken);
    }
}
