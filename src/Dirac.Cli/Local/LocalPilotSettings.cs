namespace Dirac.Cli.Local;

/// <summary>What the pilot on this machine offers, and where it works.</summary>
internal sealed record LocalPilotSettings
{
    /// <summary>Name of this machine's site.</summary>
    public string Site { get; init; } = "DIRAC.Local.org";

    /// <summary>Name of this machine's computing element.</summary>
    public string ComputingElement { get; init; } = "localhost";

    /// <summary>How many processors it offers.</summary>
    public required int Processors { get; init; }

    /// <summary>Where it makes job directories.</summary>
    public required string WorkDirectory { get; init; }

    /// <summary>Where to append its output.</summary>
    public required string LogFile { get; init; }
}
