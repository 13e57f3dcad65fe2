using Dirac.Model.Errors;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.GridTls.Interop;

namespace Dirac.Security.GridTls;

/// <summary>A server's certificate and rules for many connections. Immutable, thread-safe; make one and keep it, it is costly.</summary>
/// <remarks>To present another certificate make another context: connections of the old one go on. It is freed with its last connection.</remarks>
public sealed class GridTlsServerContext
{
    private readonly TlsContext _context;
    private readonly GridTlsServerOptions _options;

    /// <summary>Makes a context.</summary>
    /// <param name="host">The host's certificate with its key, and the authorities between it and the root; it may be disposed afterwards.</param>
    /// <param name="options">How the server speaks TLS.</param>
    /// <exception cref="DiracException">BadConfiguration: OpenSSL 3 is missing or does not take the certificate.</exception>
    public GridTlsServerContext(GridCredential host, GridTlsServerOptions options)
    {
        _options = options;
        var verify = LibSsl.VerifyPeer | (options.RequireClientCertificate ? LibSsl.FailIfNoPeerCertificate : 0);
        _context = new TlsContext(host, options.ApplicationProtocols, verify);
        _context.SelectProtocols();
    }

    internal TlsSession CreateSession() =>
        new(_context, sent => PeerVerdict.Of(_options.Clients.Judge(sent)), isServer: true, serverName: null);
}
