namespace Dirac.Resources.Computing;

/// <summary>Pilots to be handed in together.</summary>
public sealed record PilotOrder
{
    /// <summary>Which program; carried along unless the element has it.</summary>
    public required PilotFile Program { get; init; }

    /// <summary>The pilots, 1 to 1,000.</summary>
    public required IReadOnlyList<PilotLaunch> Pilots { get; init; }

    /// <summary>Arguments of <c>dirac-pilot run</c> that all of them have; stamp, authority and working directory are added. Nothing secret.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Certificates that vouch for the server, PEM; null trusts the node's.</summary>
    public string? Authority { get; init; }

    /// <summary>Processors of each pilot.</summary>
    public int Processors { get; init; } = 1;

    /// <summary>Memory of each pilot, MB; 0 leaves it to the batch system.</summary>
    public long RamMegabytes { get; init; }

    /// <summary>GPUs of each pilot.</summary>
    public int Gpus { get; init; }

    /// <summary>How long each may run, seconds; 0 leaves it to the batch system.</summary>
    public long WallClockSeconds { get; init; }
}
