namespace Dirac.Hosting.Serving.GridTls;

/// <summary>How an address speaks TLS with peers of the grid.</summary>
public sealed record GridTlsListening
{
    /// <summary>https: HTTP/2 and HTTP/1.1; who presents no certificate has to identify otherwise, by a token.</summary>
    public static GridTlsListening Https { get; } = new() { ApplicationProtocols = ["h2", "http/1.1"] };

    /// <summary>dips: a certificate is required.</summary>
    public static GridTlsListening Dips { get; } = new() { RequireClientCertificate = true };

    /// <summary>Whether peers without a certificate are refused; default no.</summary>
    public bool RequireClientCertificate { get; init; }

    /// <summary>Application protocols (ALPN) in order of preference; default none.</summary>
    public IReadOnlyList<string> ApplicationProtocols { get; init; } = [];

    /// <summary>How long a handshake may take; default 10 s.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
