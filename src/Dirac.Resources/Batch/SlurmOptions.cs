namespace Dirac.Resources.Batch;

/// <summary>How pilots are handed to Slurm.</summary>
internal sealed record SlurmOptions
{
    /// <summary>The partition; null takes the cluster's default.</summary>
    public string? Partition { get; init; }

    /// <summary>The account that is charged.</summary>
    public string? Account { get; init; }

    /// <summary>The quality of service.</summary>
    public string? Qos { get; init; }

    /// <summary>Features a node must have, as <c>--constraint</c> takes them.</summary>
    public string? Constraint { get; init; }

    /// <summary>More options of <c>sbatch</c>, as separate words.</summary>
    public IReadOnlyList<string> More { get; init; } = [];
}
