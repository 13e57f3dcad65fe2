using System.ComponentModel.DataAnnotations;

namespace Dirac.Workload.Pilots.Records;

/// <summary>How much is kept of what pilots say.</summary>
public sealed class PilotRecordsOptions
{
    /// <summary>Bytes kept of the log of one pilot; beyond that its start is cut off. Default 1 MiB.</summary>
    [Range(1_024, 64 << 20)]
    public int MaxLogBytes { get; set; } = 1 << 20;

    /// <summary>Characters kept of each of a pilot's output and error; beyond that the start is cut off. Default 1 Mi.</summary>
    [Range(1_024, 8 << 20)]
    public int MaxOutputCharacters { get; set; } = 1 << 20;
}
