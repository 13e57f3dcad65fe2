using Dirac.Persistence;
using Dirac.Tasks;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>Keeps one task for each operation that is under way: the end of a step, what it did and the task of the next are one transaction.</summary>
/// <remarks>Whoever lost the lease of its task cannot end a step any more.</remarks>
internal sealed class OperationChain(ITaskQueue queue, OperationBell bell)
{
    public async Task StartAsync(IDbSession session, long id, CancellationToken cancellationToken)
    {
        await queue.EnqueueAsync(session, [new NewTask<OperationTurn>(new OperationTurn(id))], cancellationToken);
        session.AfterCommit(bell.Ring);
    }

    /// <summary>Ends a step.</summary>
    /// <param name="session">The step's transaction.</param>
    /// <param name="turn">The step.</param>
    /// <param name="isLast">Whether nothing is left to do.</param>
    /// <param name="cancellationToken">Stops before the next statement.</param>
    public async Task EndAsync(IDbSession session, CurrentTurn turn, bool isLast, CancellationToken cancellationToken)
    {
        await turn.Context.CompleteAsync(session, [turn.Task], cancellationToken);
        if (isLast) session.AfterCommit(bell.Ring);
        else await StartAsync(session, turn.Id, cancellationToken);
    }
}
