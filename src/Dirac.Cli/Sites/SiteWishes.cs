namespace Dirac.Cli.Sites;

/// <summary>What somebody said about a site to be added; null where nothing was.</summary>
internal sealed record SiteWishes
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Processors of each pilot.</summary>
    public int? Processors { get; init; }

    /// <summary>The most pilots at once.</summary>
    public int? Pilots { get; init; }

    /// <summary>Directory on the host that its nodes see too.</summary>
    public string? SharedArea { get; init; }

    /// <summary>The gate's name or address as its nodes know it.</summary>
    public string? GateAddress { get; init; }

    /// <summary>Whether nodes have a network, be it to the gate only.</summary>
    public bool HasNetwork { get; init; } = true;

    /// <summary>Slurm's account.</summary>
    public string? Account { get; init; }

    /// <summary>Slurm's quality of service.</summary>
    public string? Qos { get; init; }

    /// <summary>Slurm's <c>--constraint</c>.</summary>
    public string? Constraint { get; init; }

    /// <summary>Whether a job is sent there at once.</summary>
    public bool IsTested { get; init; } = true;

    /// <summary>How long that may take, seconds.</summary>
    public int Timeout { get; init; }
}
