namespace Dirac.Workload.Jobs;

/// <summary>One named value that a job had before it was rescheduled.</summary>
internal sealed class AtticRow
{
    public int RescheduleCycle { get; init; }

    public string Name { get; init; } = "";

    public string Value { get; init; } = "";
}
