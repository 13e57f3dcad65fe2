namespace Dirac.Workload.Jobs;

/// <summary>One sample of one figure of a running job.</summary>
internal sealed class HeartbeatRow
{
    public string Name { get; init; } = "";

    public string Value { get; init; } = "";

    public DateTime HeartBeatTime { get; init; }
}
