namespace Dirac.Workload.Jobs.Reading;

/// <summary>The columns of a job that are asked for most.</summary>
internal sealed class JobStateRow
{
    public long JobID { get; init; }

    public string Status { get; init; } = "";

    public string MinorStatus { get; init; } = "";

    public string? ApplicationStatus { get; init; }

    public string Site { get; init; } = "";
}
