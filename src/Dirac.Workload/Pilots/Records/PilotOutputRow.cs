namespace Dirac.Workload.Pilots.Records;

/// <summary>What a pilot printed.</summary>
internal sealed class PilotOutputRow
{
    public string StdOutput { get; init; } = "";

    public string StdError { get; init; } = "";
}
