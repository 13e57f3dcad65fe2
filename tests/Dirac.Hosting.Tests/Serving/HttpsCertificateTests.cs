using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dirac.Hosting.Serving;
using Dirac.Hosting.Serving.Https;
using Dirac.Model.Errors;
using Dirac.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Hosting.Tests.Serving;

/// <summary>https with a certificate from files: what is presented to whom, renewal, and what is refused at start.</summary>
public sealed class HttpsCertificateTests : IDisposable
{
    private const string Name = "dirac.example.org";
    private readonly TempFolder _folder = new();
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string CertificateFile => _folder.File("cert.pem");

    private string KeyFile => _folder.File("key.pem");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_Files_ArePresentedUnderTheirNameAndTheOwnAuthorityOnLoopback()
    {
        Write(Name, days: 60);
        await using var server = await StartAsync();

        using var named = await PresentedAsync(server, Name);
        using var local = await PresentedAsync(server, "127.0.0.1");

        Assert.Contains(Name, named.Subject, StringComparison.Ordinal);
        Assert.Equal("CN=DIRAC local server", local.Subject);
        Assert.Contains(server.Log.Entries, entry => entry.Id == 5821);
    }

    [Fact]
    public async Task Look_FilesReplaced_PresentsTheNewAndKeepsTheOldWhenTheyDoNotFit()
    {
        Write(Name, days: 60);
        await using var server = await StartAsync();
        using var before = await PresentedAsync(server, Name);

        // In place, so that no watcher is faster than this test.
        var (certificate, key) = Make(Name, days: 90);
        await File.WriteAllTextAsync(CertificateFile, certificate, Cancellation);
        Look(server);
        using var still = await PresentedAsync(server, Name);
        await File.WriteAllTextAsync(KeyFile, key, Cancellation);
        Look(server);
        using var after = await PresentedAsync(server, Name);

        Assert.Equal(before.Thumbprint, still.Thumbprint);
        Assert.NotEqual(before.Thumbprint, after.Thumbprint);
        Assert.Contains(server.Log.Entries, entry => entry.Id == 5822);
    }

    [Fact]
    public async Task Look_EndNears_WarnsOnceADay()
    {
        Write(Name, days: 10);
        await using var server = await StartAsync();

        Look(server);
        Look(server);
        server.Clock.Advance(TimeSpan.FromDays(1.1));
        Look(server);
        server.Clock.Advance(TimeSpan.FromDays(20));
        Look(server);

        Assert.Equal([5823, 5823, 5824], server.Log.Entries.Select(entry => entry.Id).Where(id => id is 5823 or 5824));
    }

    [Theory]
    [InlineData("other.example.org", 10, "is for other.example.org, not for dirac.example.org")]
    [InlineData(Name, -1, "ended at")]
    public async Task Start_WrongNameOrEnded_IsRefusedWithASentence(string name, int days, string words)
    {
        Write(name, days);

        var refusal = await Assert.ThrowsAsync<DiracException>(StartAsync);

        Assert.Equal(ErrorCode.BadConfiguration, refusal.Code);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_UnusableKey_IsRefusedWithASentence()
    {
        Write(Name, days: 10);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(KeyFile, other.ExportPkcs8PrivateKeyPem(), Cancellation);
        Assert.Contains("is not the unencrypted key of", (await Assert.ThrowsAsync<DiracException>(StartAsync)).Message, StringComparison.Ordinal);

        Write(Name, days: 10);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Contains(KeyFile, (await Assert.ThrowsAsync<DiracException>(StartAsync)).Message, StringComparison.Ordinal);

        File.Delete(KeyFile);
        Assert.Contains("cannot be read", (await Assert.ThrowsAsync<DiracException>(StartAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_OneFileWithoutTheOther_IsRefused() =>
        Assert.Throws<DiracException>(() => HttpsFiles.Of(new HostingOptions { DataDirectory = "/", CertificateFile = "a" }));

    [Fact]
    public async Task Serve_OldTls_IsRefused()
    {
        await using var server = await RunningServer.StartAsync(change: options => options with { Urls = ["https://127.0.0.1:0"] });

#pragma warning disable SYSLIB0039, CA5397 // Asked for to see that it is refused.
        await Assert.ThrowsAnyAsync<Exception>(() => PresentedAsync(server, "127.0.0.1", SslProtocols.Tls11));
#pragma warning restore SYSLIB0039, CA5397
        using var fine = await PresentedAsync(server, "127.0.0.1", SslProtocols.Tls12);
    }

    [Fact]
    public async Task Authority_Own_IsShownToWhoMeetsTheServerFirst()
    {
        await using var server = await RunningServer.StartAsync(change: options => options with { Urls = ["https://127.0.0.1:0"] });
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using var client = new HttpClient(handler);

        var shown = await client.GetStringAsync(new Uri(new Uri(server.Url), "/.well-known/dirac-ca.pem"), Cancellation);

        Assert.Equal((await File.ReadAllTextAsync(Path.Combine(server.Data, "ca.pem"), Cancellation)).Trim(), shown.Trim());
        Assert.Contains(server.Log.Entries, entry => entry.Id == 5820);
    }

    [Fact]
    public async Task Authority_Own_IsNotShownForNamesThatAnotherVouchesFor()
    {
        Write(Name, days: 60);
        await using var server = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, await AuthorityAsync(server, "127.0.0.1"));
        Assert.Equal(HttpStatusCode.NotFound, await AuthorityAsync(server, Name));
    }

    [Theory]
    [InlineData("https://[::]:8443", "https://127.0.0.1:8443")]
    [InlineData("https://0.0.0.0:8443", "https://127.0.0.1:8443")]
    [InlineData("https://192.0.2.1:8443", "https://192.0.2.1:8443")]
    public void OnThisMachine_EveryAddress_IsTheLoopbackOne(string url, string expected) => Assert.Equal(expected, ListenNames.OnThisMachine(url));

    private static void Look(RunningServer server) => server.Services.GetRequiredService<HttpsCertificates>().Look();

    private Task<RunningServer> StartAsync() => RunningServer.StartAsync(change: options => options with
    {
        Urls = ["https://127.0.0.1:0"], Issuer = $"https://{Name}", CertificateFile = CertificateFile, CertificateKeyFile = KeyFile,
    });

    private void Write(string name, int days)
    {
        var (certificate, key) = Make(name, days);
        File.WriteAllText(CertificateFile, certificate);
        File.WriteAllText(KeyFile, key);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private (string Certificate, string Key) Make(string name, int days)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(_now.AddDays(-30), _now.AddDays(days));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static async Task<HttpStatusCode> AuthorityAsync(RunningServer server, string name)
    {
        var port = new Uri(server.Url).Port;
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null },
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler);
        using var reply = await client.GetAsync(new Uri($"https://{name}:{port}/.well-known/dirac-ca.pem"), Cancellation);
        return reply.StatusCode;
    }

    private static async Task<X509Certificate2> PresentedAsync(RunningServer server, string name, SslProtocols protocols = SslProtocols.None)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(server.Url).Port, Cancellation);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = name, EnabledSslProtocols = protocols, RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null }, Cancellation);
        return X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.GetRawCertData());
    }
}
