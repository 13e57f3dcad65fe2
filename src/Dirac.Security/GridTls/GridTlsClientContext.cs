using System.Net;
using Dirac.Model.Errors;
using Dirac.Security.GridTls.Interop;

namespace Dirac.Security.GridTls;

/// <summary>A client's certificate and rules for many connections. Immutable, thread-safe; make one for each credential and keep it, it is costly.</summary>
public sealed class GridTlsClientContext
{
    private readonly TlsContext _context;
    private readonly GridTlsClientOptions _options;

    /// <summary>Makes a context; the credential may be disposed afterwards.</summary>
    /// <exception cref="DiracException">BadConfiguration: OpenSSL 3 is missing or does not take the certificate.</exception>
    public GridTlsClientContext(GridTlsClientOptions options)
    {
        _options = options with { Credential = null };
        _context = new TlsContext(options.Credential, options.ApplicationProtocols, LibSsl.VerifyPeer);
        _context.OfferProtocols(options.ApplicationProtocols);
        if (options.OnlyTls12) LibSsl.SSL_CTX_ctrl(_context.Handle, LibSsl.SetMaximumVersion, LibSsl.Tls12, 0);
    }

    internal TlsSession CreateSession(string host)
    {
        var name = host.Trim('[', ']').TrimEnd('.');
        return new(_context, sent => Judge(sent, name), isServer: false, IPAddress.TryParse(name, out _) ? null : name);
    }

    private PeerVerdict Judge(IReadOnlyList<ReadOnlyMemory<byte>> sent, string host) => _options.SkipAuthorityCheck
        ? new PeerVerdict(null, _options.Servers.JudgeServerAlone(sent, host))
        : PeerVerdict.Of(_options.Servers.JudgeServer(sent, host));
}
