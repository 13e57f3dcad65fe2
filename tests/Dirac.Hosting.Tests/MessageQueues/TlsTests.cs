using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dirac.Hosting.MessageQueues.Brokers;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Testing;

namespace Dirac.Hosting.Tests.MessageQueues;

/// <summary>Brokers that want TLS and a certificate for a login.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly X509Certificate2 _authority = Authority("CN=Test CA");
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public TlsTests() => _listener.Start();

    public void Dispose()
    {
        _listener.Dispose();
        _authority.Dispose();
        _folder.Dispose();
    }

    // At the first address nobody listens.
    [Fact]
    public async Task Open_CertificatesOfOneAuthority_LogIn()
    {
        using var ours = Issue(_authority, "CN=dirac");
        var service = Service(_authority) with { Certificate = Write("cert.pem", ours.ExportCertificatePem()), Key = Write("key.pem", ours.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem()) };
        var serving = ServeAsync();

        await using var broker = await new OpenedBrokers(new RandomSource(1), TimeProvider.System).OpenAsync(service, null, Token);

        Assert.Equal("CN=dirac", await serving);
        Assert.StartsWith("Fake/1", broker.Broker, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_BrokerOfAnotherAuthority_IsNotSpokenTo()
    {
        using var other = Authority("CN=Other CA");
        var serving = ServeAsync();

        var failure = await Assert.ThrowsAsync<DiracException>(() => new OpenedBrokers(new RandomSource(1), TimeProvider.System).OpenAsync(Service(other), null, Token));

        Assert.Equal(ErrorCode.Unavailable, failure.Code);
        await Assert.ThrowsAnyAsync<Exception>(() => serving);
    }

    [Fact]
    public async Task Open_CertificateThatIsNone_SaysWhatToGive()
    {
        var accepting = _listener.AcceptSocketAsync(Token);

        var failure = await Assert.ThrowsAsync<DiracException>(() => new OpenedBrokers(new RandomSource(1), TimeProvider.System).OpenAsync(
            Service(_authority) with { Certificate = Write("cert.pem", "none"), Key = Write("key.pem", "none") }, null, Token));

        Assert.Equal(ErrorCode.BadConfiguration, failure.Code);
        (await accepting).Dispose();
    }

    private MqService Service(X509Certificate2 authority) => new()
    {
        Name = "Broker", Protocol = MqProtocol.Stomp, Hosts = "127.0.0.2 127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port, UsesTls = true, Authorities = Write("ca.pem", authority.ExportCertificatePem()),
    };

    // Takes one connection, answers its login, and says who it was.
    private async Task<string> ServeAsync()
    {
        using var socket = await _listener.AcceptSocketAsync(Token);
        await using var stream = new SslStream(new NetworkStream(socket), false, (_, certificate, _, _) => certificate is not null);
        using var certificate = Issue(_authority, "CN=broker");
        await stream.AuthenticateAsServerAsync(certificate, clientCertificateRequired: true, checkCertificateRevocation: false);
        var read = new byte[1_000];
        var count = await stream.ReadAsync(read, Token);
        Assert.StartsWith("CONNECT\n", Encoding.UTF8.GetString(read, 0, count), StringComparison.Ordinal);
        await stream.WriteAsync("CONNECTED\nversion:1.2\nserver:Fake/1\n\n\0"u8.ToArray(), Token);
        return stream.RemoteCertificate?.Subject ?? "nobody";
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(authority, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        using var whole = issued.CopyWithPrivateKey(key);
        // A key in memory alone does not do for servers everywhere.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    private string Write(string name, string text)
    {
        var path = _folder.File(name);
        File.WriteAllText(path, text);
        return path;
    }
}
