using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.Local;
using Dirac.Testing;

namespace Dirac.Framework.Tests.Support;

/// <summary>An authority with a host and users, in a folder.</summary>
internal sealed class TestGrid : IDisposable
{
    private static readonly string[] ServerAndClient = ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"];
    private readonly TempFolder _folder = new();

    // RSA keys take long to make, and nobody minds the same ones in every test.
    private static readonly ConcurrentDictionary<string, Lazy<RSA>> Keys = new();
    private readonly X509Certificate2 _authority;
    private readonly TimeProvider _clock;

    public TestGrid(TimeProvider clock)
    {
        _clock = clock;
        _authority = MakeAuthority(KeyOf("authority"));
        Directory.CreateDirectory(Authorities);
        File.WriteAllText(Path.Combine(Authorities, "test.pem"), _authority.ExportCertificatePem());
        var (certificate, key) = Make("CN=localhost, O=Grid", ServerAndClient, _authority);
        PrivateFile.Write(HostCertificate, Encoding.ASCII.GetBytes(certificate));
        PrivateFile.Write(HostKey, Encoding.ASCII.GetBytes(key));
    }

    public string Authorities => _folder.File("certificates");

    public string HostCertificate => _folder.File("hostcert.pem");

    public string HostKey => _folder.File("hostkey.pem");

    public string Folder => _folder.FullPath;

    public static string DnOf(string name) => $"/O=Grid/CN={name}";

    public GridCredential User(string name) => Credential(Make($"CN={name}, O=Grid", ["1.3.6.1.5.5.7.3.2"], _authority));

    /// <summary>The same name, by an authority that nobody trusts.</summary>
    public GridCredential Impostor(string name)
    {
        using var authority = MakeAuthority(KeyOf("impostor"));
        return Credential(Make($"CN={name}, O=Grid", ["1.3.6.1.5.5.7.3.2"], authority));
    }

    public GridCredential Proxy(GridCredential of, string? group = null, bool isLimited = false, TimeSpan? lifetime = null) => new ProxyMaker(_clock).Make(
        of, new ProxyOptions { Group = group, IsLimited = isLimited, Lifetime = lifetime ?? TimeSpan.FromHours(12), KeyKind = ProxyKeyKind.EcP256 });

    /// <summary>Puts a revocation list with this certificate into the folder of authorities.</summary>
    public void Revoke(GridCredential user)
    {
        var list = new CertificateRevocationListBuilder();
        using (var certificate = X509CertificateLoader.LoadCertificate(user.Certificates[^1].Span)) list.AddEntry(certificate);
        var bytes = list.Build(
            _authority.SubjectName, X509SignatureGenerator.CreateForRSA(KeyOf("authority"), RSASignaturePadding.Pkcs1), 1, _clock.GetUtcNow().AddDays(7), HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(new byte[20]), _clock.GetUtcNow().AddHours(-1));
        File.WriteAllBytes(Path.Combine(Authorities, "test.crl"), bytes);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    private static RSA KeyOf(string name) => Keys.GetOrAdd(name, _ => new(() => RSA.Create(2048))).Value;

    private static GridCredential Credential((string Certificate, string Key) made) => ProxyFile.TryParse(made.Certificate + made.Key)!;

    private X509Certificate2 MakeAuthority(RSA key)
    {
        var request = new CertificateRequest("CN=Test CA, O=Grid", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(_clock.GetUtcNow().AddDays(-1), _clock.GetUtcNow().AddYears(2));
    }

    private (string Certificate, string Key) Make(string name, string[] purposes, X509Certificate2 authority)
    {
        var key = KeyOf(name);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        var oids = new OidCollection();
        foreach (var purpose in purposes) oids.Add(new Oid(purpose));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(oids, false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, _clock.GetUtcNow().AddHours(-1), _clock.GetUtcNow().AddDays(300), RandomNumberGenerator.GetBytes(8));
        return (certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }
}
