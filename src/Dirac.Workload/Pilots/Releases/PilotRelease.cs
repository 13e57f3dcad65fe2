namespace Dirac.Workload.Pilots.Releases;

/// <summary>Which pilot is to be sent somewhere, and with what.</summary>
/// <param name="Version">Name of the version, which is also that of its directory of pilot files; null for the one that comes with this server.</param>
/// <param name="IsCanary">Whether it is the version on trial.</param>
internal sealed record PilotRelease(string? Version, bool IsCanary)
{
    /// <summary>DIRAC's project the pilot names; null for none.</summary>
    public string? Project { get; init; }

    /// <summary>DIRAC's extensions, in order.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>Tags it offers besides those of its queue.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Further arguments of <c>dirac-pilot run</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}
