using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Dirac.Security.Certificates.Validation;
using Dirac.Security.GridTls;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Dirac.Hosting.Serving.GridTls;

/// <summary>What is known of a connection from its handshake.</summary>
internal sealed class GridTlsFeature(GridTlsStream stream, ChainJudge clients)
    : IGridPeerFeature, ITlsConnectionFeature, ITlsApplicationProtocolFeature, ITlsHandshakeFeature, IDisposable
{
    private readonly Lock _gate = new();
    private X509Certificate2? _certificate;
    private bool _isLoaded;

    public GridPeer? Peer => stream.Peer;

    public IReadOnlyList<ReadOnlyMemory<byte>> Certificates => stream.PeerCertificates;

    /// <summary>The leaf alone, for code that knows nothing of proxies: it is no identity.</summary>
    public X509Certificate2? ClientCertificate
    {
        get
        {
            lock (_gate)
            {
                if (!_isLoaded && Certificates.Count > 0) _certificate = X509CertificateLoader.LoadCertificate(Certificates[0].Span);
                _isLoaded = true;
                return _certificate;
            }
        }

        set => throw new NotSupportedException("The certificate of a connection stays.");
    }

    public ReadOnlyMemory<byte> ApplicationProtocol => stream.ApplicationProtocol;

    public SslProtocols Protocol => stream.Protocol;

    public TlsCipherSuite? NegotiatedCipherSuite => stream.CipherSuite;

    public string HostName => stream.ServerName ?? "";

#pragma warning disable SYSLIB0058 // The interface still asks for what the suite's name says.
    public CipherAlgorithmType CipherAlgorithm => CipherAlgorithmType.None;

    public int CipherStrength => 0;

    public HashAlgorithmType HashAlgorithm => HashAlgorithmType.None;

    public int HashStrength => 0;

    public ExchangeAlgorithmType KeyExchangeAlgorithm => ExchangeAlgorithmType.None;

    public int KeyExchangeStrength => 0;
#pragma warning restore SYSLIB0058

    public ChainVerdict? Judge() => Peer is { } peer ? clients.JudgeAgain(peer, Certificates) : null;

    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult(ClientCertificate);

    public void Dispose() => _certificate?.Dispose();
}
