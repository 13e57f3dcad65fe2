using Dirac.Security.Certificates.Validation;

namespace Dirac.Security.GridTls;

/// <summary>How a server speaks TLS.</summary>
public sealed record GridTlsServerOptions
{
    /// <summary>Judges the certificates of clients.</summary>
    public required ChainJudge Clients { get; init; }

    /// <summary>Whether clients without a certificate are refused.</summary>
    /// <value>False: it is requested, and who sends none is a peer without identity. dips wants true.</value>
    public bool RequireClientCertificate { get; init; }

    /// <summary>Application protocols (ALPN) in order of preference, such as <c>h2</c> and <c>http/1.1</c>.</summary>
    /// <value>None, as with dips: what clients offer is not looked at. Otherwise a client that offers others only is refused; one that offers none is not.</value>
    public IReadOnlyList<string> ApplicationProtocols { get; init; } = [];
}
