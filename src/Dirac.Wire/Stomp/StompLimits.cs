namespace Dirac.Wire.Stomp;

/// <summary>How large the frames may be that a broker sends.</summary>
public sealed record StompLimits
{
    /// <summary>Default of <see cref="MaxHeaderBytes"/>: 64 KiB.</summary>
    public const int DefaultMaxHeaderBytes = 64 * 1024;

    /// <summary>Default of <see cref="MaxBodyBytes"/>: 16 MiB.</summary>
    public const int DefaultMaxBodyBytes = 16 * 1024 * 1024;

    /// <summary>Bytes of the command and all headers of a frame; larger ones end the connection.</summary>
    public int MaxHeaderBytes { get; init; } = DefaultMaxHeaderBytes;

    /// <summary>Bytes of a body; a larger one is skipped, and its frame says so.</summary>
    public int MaxBodyBytes { get; init; } = DefaultMaxBodyBytes;

    /// <summary>Bytes of a larger body that are kept for people to see what it was. Default: 64 KiB.</summary>
    public int KeptOfLargeBodies { get; init; } = 64 * 1024;
}
