namespace Dirac.Workload.Jobs.Operations;

/// <summary>A row of <c>x_OperationJobs</c>: one job with its state before the operation.</summary>
internal sealed class OperationJobRow
{
    public long JobID { get; init; }

    public int Step { get; init; }

    /// <summary>Empty when it was not changed.</summary>
    public string Status { get; init; } = "";

    public string MinorStatus { get; init; } = "";

    public string ApplicationStatus { get; init; } = "";

    public string? Reason { get; init; }
}
