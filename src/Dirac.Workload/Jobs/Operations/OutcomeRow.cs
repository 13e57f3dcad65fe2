namespace Dirac.Workload.Jobs.Operations;

/// <summary>A row of <c>x_OperationOutcomes</c>.</summary>
internal sealed class OutcomeRow
{
    /// <summary>Name of an <see cref="OperationStep"/>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The status of jobs that went well, the reason of the others.</summary>
    public string Text { get; init; } = "";

    /// <summary>The first jobs that had it, separated by commas.</summary>
    public string Examples { get; init; } = "";

    public int Jobs { get; init; }
}
