using Dirac.Tasks;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>One step of an operation, held under the lease of its task.</summary>
/// <param name="Operation">The operation as it was when the step began.</param>
/// <param name="Task">The task.</param>
/// <param name="Context">Ends the task in the step's own transaction.</param>
internal sealed record CurrentTurn(OperationRow Operation, ClaimedTask<OperationTurn> Task, TaskContext Context)
{
    public long Id => Operation.Id;
}
