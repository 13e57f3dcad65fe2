using Dirac.Model.Errors;
using Dirac.Model.Text;
using Dirac.Persistence;
using Dirac.Security.Identities;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>Cancels and undoes operations. Repeating either changes nothing.</summary>
internal sealed class StopOperation(WorkloadDatabases databases, FollowOperation follow, OperationChain chain, UndoWindow window, OperationBell bell)
{
    private static readonly string[] Open = [OperationState.Pending, OperationState.Running];
    private static readonly string[] Working = [.. Open, OperationState.Cancelling];
    private static readonly string[] Ended = [OperationState.Done, OperationState.Cancelled, OperationState.Failed];

    /// <summary>Stops what is not done yet.</summary>
    public async Task CancelAsync(Caller caller, long id, CancellationToken cancellationToken)
    {
        await follow.FindAsync(caller, id, cancellationToken);
        await databases.Jobs.WriteAsync(
            async (session, token) =>
            {
                await OperationStore.MoveAsync(session, id, Open, OperationState.Cancelling, token);
                session.AfterCommit(bell.Ring);
            },
            cancellationToken);
    }

    /// <summary>Puts the jobs of a delete back. One that is under way is stopped for it.</summary>
    public async Task UndoAsync(Caller caller, long id, CancellationToken cancellationToken)
    {
        var operation = await follow.FindAsync(caller, id, cancellationToken);
        if (operation.Verb != OperationVerbs.Delete)
        {
            throw new DiracException(ErrorCode.BadRequest, $"Operation {id} is a {operation.Verb}; only a delete can be undone.", "Killed jobs can be run again with 'dirac job reschedule'.");
        }

        await databases.Jobs.WriteAsync((session, token) => BeginAsync(session, operation.Id, token), cancellationToken);
    }

    private async Task BeginAsync(IDbSession session, long id, CancellationToken cancellationToken)
    {
        // While a task works on it, that one turns round; otherwise it needs a new one.
        if (await OperationStore.MoveAsync(session, id, Working, OperationState.Undoing, cancellationToken)) return;
        if (await OperationStore.FindAsync(session, id, cancellationToken) is not { } operation) return;
        if (operation.State is OperationState.Undoing or OperationState.Undone) return;
        if (operation.Succeeded == 0) throw new DiracException(ErrorCode.Conflict, $"Operation {id} deleted no job: there is nothing to undo.");
        if (window.EndOf(operation) is null) throw TooLate(operation);
        if (await OperationStore.MoveAsync(session, id, Ended, OperationState.Undoing, cancellationToken)) await chain.StartAsync(session, id, cancellationToken);
    }

    private DiracException TooLate(OperationRow operation) => new(
        ErrorCode.Conflict,
        $"Operation {operation.Id} cannot be undone any more: that is possible for {Numbers.Of((long)window.Length.TotalMinutes, "minute")} after its end.",
        "The descriptions of deleted jobs can be read ('dirac job show --jdl') until the jobs are removed.");
}
