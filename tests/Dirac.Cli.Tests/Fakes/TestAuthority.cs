using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Dirac.Cli.Tests.Fakes;

/// <summary>A certificate authority made for one test.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    public TestAuthority(string name = "Test authority")
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        Certificate = request.CreateSelfSigned(_now.AddDays(-2), _now.AddDays(30));
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>Signs a certificate for a name or, by default, the loopback address.</summary>
    public X509Certificate2 Sign(string? name = null, ECDsa? key = null)
    {
        using var own = key is null ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        var request = Request(name, key ?? own!);
        using var signed = request.Create(Certificate, _now.AddDays(-1), _now.AddDays(10), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key ?? own!);
    }

    /// <summary>A certificate that signs itself.</summary>
    public X509Certificate2 SelfSigned(string? name, ECDsa key, int days = 10) => Request(name, key).CreateSelfSigned(_now.AddDays(-2), _now.AddDays(days));

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private static CertificateRequest Request(string? name, ECDsa key)
    {
        var request = new CertificateRequest("CN=Test server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (name is null) names.AddIpAddress(IPAddress.Loopback);
        else names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }
}
