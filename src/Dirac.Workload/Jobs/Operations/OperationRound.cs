namespace Dirac.Workload.Jobs.Operations;

/// <summary>Message: forget old operations.</summary>
internal sealed record OperationRound;
