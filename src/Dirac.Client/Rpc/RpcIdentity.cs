using Dirac.Security.Certificates.Proxies;
using Dirac.Security.GridTls;

namespace Dirac.Client.Rpc;

/// <summary>As whom services are called.</summary>
public sealed record RpcIdentity
{
    /// <summary>The certificate, or proxy, and how servers are judged.</summary>
    /// <value>Null: no TLS of the grid; only <c>dip</c> can be spoken.</value>
    public GridTlsClientContext? Tls { get; init; }

    /// <summary>Signs a request for a proxy, as a gateway makes it to pass calls on.</summary>
    /// <value>Null: gateways that ask for one get none. Others never get one.</value>
    public Func<string, DelegationVerdict>? Delegate { get; init; }

    /// <summary>A token for https; it is sent instead of a certificate.</summary>
    public string? Token { get; init; }

    /// <summary>PEM file with the authority of servers that are called with a token.</summary>
    /// <value>Null: those the system trusts.</value>
    public string? CaFile { get; init; }

    /// <summary>Whether the certificate is a host's, and to be taken as one.</summary>
    public bool IsHost { get; init; }

    /// <summary>Distinguished name of whom a trusted host acts for, with <see cref="DelegatedGroup"/>.</summary>
    public string? DelegatedDn { get; init; }

    /// <summary>Group in which it does.</summary>
    public string? DelegatedGroup { get; init; }
}
