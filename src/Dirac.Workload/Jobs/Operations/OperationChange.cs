using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Jobs.Control;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>Changes some of an operation's jobs, in the frame and by the verbs of single calls.</summary>
/// <remarks>
/// Jobs that are changed get their outcome in the transaction of the change (<see cref="TrackedVerb"/>), those that are refused at the end of the
/// step: what a server that died has not written down, it has not done.
/// </remarks>
internal sealed class OperationChange(
    WorkloadDatabases databases, BulkControl control, OperationVerbs verbs, OperationChain chain, IOptions<OperationOptions> options, TimeProvider clock)
{
    /// <summary>One step; true when it was the last.</summary>
    public async Task<bool> RunAsync(CurrentTurn turn, CancellationToken cancellationToken)
    {
        var operation = turn.Operation;
        var jobs = await databases.Jobs.WriteAsync((session, token) => TakeAsync(session, turn.Id, token), cancellationToken);
        var result = await control.RunAsync(operation.Caller, jobs, new TrackedVerb(verbs.Find(operation.Verb), turn.Id), cancellationToken);
        return await databases.Jobs.WriteAsync((session, token) => EndAsync(session, turn, result, token), cancellationToken);
    }

    private async Task<IReadOnlyList<long>> TakeAsync(IDbSession session, long id, CancellationToken cancellationToken)
    {
        if (!await OperationStore.BeginAsync(session, id, NowMs, cancellationToken)) return [];
        return [.. (await OperationJobStore.AtAsync(session, id, OperationStep.Waiting, options.Value.OperationChunk, cancellationToken)).Select(job => job.JobID)];
    }

    private async Task<bool> EndAsync(IDbSession session, CurrentTurn turn, BulkResult result, CancellationToken cancellationToken)
    {
        var refused = new OperationOutcomes();
        foreach (var id in await OperationJobStore.WaitingAmongAsync(session, turn.Id, [.. result.Failed.Keys], cancellationToken))
        {
            refused.Bad(id, OperationStep.Failed, result.Failed[id].Detail);
        }

        await OperationJobStore.RecordAsync(session, turn.Id, refused, cancellationToken);

        // Somebody may have cancelled or undone it meanwhile: then there is one more step, which sees to that.
        var isLast = !await OperationJobStore.AnyAtAsync(session, turn.Id, OperationStep.Waiting, cancellationToken)
            && await OperationStore.EndAsync(session, turn.Id, OperationState.Running, OperationState.Done, NowMs, cancellationToken);
        await chain.EndAsync(session, turn, isLast, cancellationToken);
        return isLast;
    }

    private long NowMs => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
