namespace Dirac.Workload.Jobs.Operations;

/// <summary>Message: take the next step of an operation. Each step makes the task of the one after it, so that several operations take turns.</summary>
/// <param name="OperationId">Which.</param>
internal sealed record OperationTurn(long OperationId);
