namespace Dirac.Configuration.Starting;

/// <summary>What is known of a process before it has its configuration.</summary>
public sealed record ConfigurationOptions
{
    /// <summary>Its CFG files, later ones win. A master's tree lies beside the first.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Where a copy of what was fetched is kept.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Whether it serves DIRAC's protocols at all: only then it can be the master.</summary>
    public bool ServesCalls { get; init; }

    /// <summary>Whether it serves <c>Configuration/Server</c> to peers with certificates: only then it can be a slave.</summary>
    public bool ServesConfiguration { get; init; }

    /// <summary>This machine's name, as others reach it.</summary>
    public required string HostName { get; init; }
}
