namespace Dirac.Cli.Identity;

/// <summary>What a login was asked for.</summary>
internal sealed record LoginWishes
{
    /// <summary>The VO; null when it goes without saying.</summary>
    public string? Vo { get; init; }

    /// <summary>The group; null for the default.</summary>
    public string? Group { get; init; }

    /// <summary>Whether to open a browser; null leaves it to whether there is a screen.</summary>
    public bool? Browser { get; init; }

    /// <summary>SHA-256 of the certificate that shall be trusted; null asks.</summary>
    public string? Fingerprint { get; init; }
}
