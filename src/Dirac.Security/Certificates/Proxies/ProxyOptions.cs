namespace Dirac.Security.Certificates.Proxies;

/// <summary>What a new proxy is to be.</summary>
public sealed record ProxyOptions
{
    /// <summary>For how long it is valid from now; never longer than the certificates above it.</summary>
    /// <value>A day.</value>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Whether it is limited: storage and file transfer only, in Globus' meaning. A proxy of a limited one always is.</summary>
    public bool IsLimited { get; init; }

    /// <summary>DIRAC's group to write into it; null for none. A group that a certificate above has wins over it.</summary>
    public string? Group { get; init; }

    /// <summary>The kind of its key, when it is made here.</summary>
    /// <value>RSA of 2048 bits.</value>
    public ProxyKeyKind KeyKind { get; init; } = ProxyKeyKind.Rsa2048;
}
