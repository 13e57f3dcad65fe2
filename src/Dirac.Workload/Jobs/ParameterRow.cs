namespace Dirac.Workload.Jobs;

/// <summary>One named value of a job.</summary>
internal sealed class ParameterRow
{
    public long JobID { get; init; }

    public string Name { get; init; } = "";

    public string Value { get; init; } = "";
}
