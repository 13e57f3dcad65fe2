using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Dirac.Security.Local;

/// <summary>A certificate authority for one installation: makes the certificate with which the server answers on this machine.</summary>
/// <remarks>
/// <c>ca.pem</c> in the data directory is what clients trust; the keys stay in 0600 files beside it. Thread-safe.
/// The server's certificate is made anew when it nears its end or lacks a name; the authority itself when it nears its own.
/// </remarks>
public sealed class LocalCertificateAuthority : IDisposable
{
    private const int AuthorityYears = 10;
    private const int ServerDays = 365;
    // Nodes whose clocks are behind shall not take a new certificate for one that is not valid yet.
    private static readonly TimeSpan ClockError = TimeSpan.FromDays(2);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);
    private readonly string _directory;
    private readonly TimeProvider _clock;
    private readonly ServerNames _names;
    private readonly Lock _gate = new();
    private X509Certificate2? _server;

    /// <summary>Opens the authority of <paramref name="dataDirectory"/>, to be made at first use.</summary>
    /// <param name="dataDirectory">Where its files lie; created 0700 when absent.</param>
    /// <param name="names">Names and addresses the server answers to.</param>
    /// <param name="clock">Tells when certificates near their end.</param>
    public LocalCertificateAuthority(string dataDirectory, ServerNames names, TimeProvider clock)
    {
        DataDirectory.Ensure(dataDirectory);
        _directory = dataDirectory;
        _names = names;
        _clock = clock;
    }

    /// <summary>Path of the authority's certificate, which clients trust.</summary>
    public string CertificatePath => Path.Combine(_directory, "ca.pem");

    /// <summary>The server's certificate with its key, renewed when needed; owned by the authority.</summary>
    public X509Certificate2 ServerCertificate
    {
        get
        {
            lock (_gate)
            {
                // A replaced certificate may still serve a handshake: it is left to the collector, not disposed.
                if (_server is null || NearsEnd(_server))
                    _server = OpenServer();
                return _server;
            }
        }
    }

    /// <summary>Releases the server's certificate.</summary>
    public void Dispose() => _server?.Dispose();

    private X509Certificate2 OpenServer()
    {
        using var authority = OpenAuthority();
        if (LoadPair("server.pem", "server-key.pem") is { } known)
        {
            if (!NearsEnd(known) && _names.AreCoveredBy(known) && IsIssuedBy(known, authority))
                return known;
            known.Dispose();
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = SignServer(authority, key);
        Store(certificate, key, "server.pem", "server-key.pem");
        return LoadPair("server.pem", "server-key.pem")!;
    }

    private X509Certificate2 OpenAuthority()
    {
        if (LoadPair("ca.pem", "ca-key.pem") is { } known)
        {
            if (!NearsEnd(known))
                return known;
            known.Dispose();
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=DIRAC local authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = _clock.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now - ClockError, now.AddYears(AuthorityYears));
        Store(certificate, key, "ca.pem", "ca-key.pem");
        return LoadPair("ca.pem", "ca-key.pem")!;
    }

    private X509Certificate2 SignServer(X509Certificate2 authority, ECDsa key)
    {
        var request = new CertificateRequest("CN=DIRAC local server", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "serverAuth")], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        request.CertificateExtensions.Add(_names.ToExtension());

        var now = _clock.GetUtcNow();
        var end = now.AddDays(ServerDays) < authority.NotAfter ? now.AddDays(ServerDays) : authority.NotAfter;
        // The authority may be of another time, and nothing it signs may begin before it does.
        var start = now - ClockError > authority.NotBefore ? now - ClockError : authority.NotBefore;
        return request.Create(authority, start, end, RandomNumberGenerator.GetBytes(16));
    }

    private bool NearsEnd(X509Certificate2 certificate) => certificate.NotAfter.ToUniversalTime() - RenewBefore < _clock.GetUtcNow().UtcDateTime;

    private static bool IsIssuedBy(X509Certificate2 certificate, X509Certificate2 authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(certificate);
    }

    private X509Certificate2? LoadPair(string certificateFile, string keyFile)
    {
        var certificate = Path.Combine(_directory, certificateFile);
        var key = Path.Combine(_directory, keyFile);
        return File.Exists(certificate) && File.Exists(key)
            ? X509Certificate2.CreateFromPem(File.ReadAllText(certificate), Encoding.ASCII.GetString(PrivateFile.Read(key)))
            : null;
    }

    private void Store(X509Certificate2 certificate, ECDsa key, string certificateFile, string keyFile)
    {
        PrivateFile.Write(Path.Combine(_directory, keyFile), Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        PrivateFile.Write(Path.Combine(_directory, certificateFile), Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n"));
    }
}
