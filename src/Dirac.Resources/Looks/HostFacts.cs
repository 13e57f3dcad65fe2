namespace Dirac.Resources.Looks;

/// <summary>What was found on a host.</summary>
public sealed record HostFacts
{
    /// <summary>As it calls itself.</summary>
    public required string HostName { get; init; }

    /// <summary>As <c>uname -m</c> says: x86_64, aarch64, …</summary>
    public required string Machine { get; init; }

    /// <summary>The system, in words of its own; null when it says nothing.</summary>
    public string? System { get; init; }

    /// <summary>Its processors.</summary>
    public required int Processors { get; init; }

    /// <summary>Its memory, MB.</summary>
    public required long RamMegabytes { get; init; }

    /// <summary>Free space where pilots would be put, MB; null when nothing can be written there.</summary>
    public long? FreeMegabytes { get; init; }

    /// <summary>Programs that pilots need and that are not there.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>What Slurm's commands said in place of an answer; null when they answered, or are not there.</summary>
    public string? SlurmTrouble { get; init; }

    /// <summary>Slurm's partitions; empty when there is no Slurm.</summary>
    public required IReadOnlyList<PartitionFacts> Partitions { get; init; }

    /// <summary>The pilot's name of the architecture; null when there is no pilot for it.</summary>
    public string? Architecture => Machine switch { "x86_64" or "amd64" => "x64", "aarch64" or "arm64" => "arm64", _ => null };
}
