using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dirac.Hosting.Configuration;
using Dirac.Hosting.Serving.GridTls;
using Dirac.Model.Configuration;
using Dirac.Security.Certificates.Proxies;
using Dirac.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Hosting.Tests.Serving.GridTls;

/// <summary>A server with grid TLS on two ports, https and an echo without HTTP, and the folder with its certificates.</summary>
internal sealed class GridServer : IAsyncDisposable
{
    public const string HostName = "localhost";
    private static readonly string[] ServerAndClient = ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"];
    private readonly TempFolder _folder = new();
    private readonly ECDsa _authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;
    private WebApplication? _app;

    private GridServer()
    {
        var request = new CertificateRequest("CN=Test CA, DC=org", _authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(Clock.GetUtcNow().AddDays(-1), Clock.GetUtcNow().AddYears(2));
        Directory.CreateDirectory(_folder.File("certificates"));
        File.WriteAllText(_folder.File("certificates/test.pem"), _authority.ExportCertificatePem());
        WriteHost("first");
    }

    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public LogRecorder Log { get; } = new();

    public X509Certificate2 Authority => _authority;

    public string AuthorityFile => _folder.File("certificates/test.pem");

    public int HttpsPort { get; private set; }

    public int EchoPort { get; private set; }

    public GridTlsKeeper Keeper => _app!.Services.GetRequiredService<GridTlsKeeper>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<GridServer> StartAsync(GridTlsListening? dips = null)
    {
        var server = new GridServer();
        await server.RunAsync(dips ?? GridTlsListening.Dips);
        return server;
    }

    /// <summary>Puts a new certificate for the host in the place of the old.</summary>
    public void WriteHost(string commonName)
    {
        var (certificate, key) = Make(commonName, ServerAndClient);
        Replace("hostcert.pem", certificate);
        Replace("hostkey.pem", key);
    }

    public void SpoilHostKey() => Replace("hostkey.pem", "nothing");

    public GridCredential User(string name = "Ann")
    {
        var (certificate, key) = Make(name, ["1.3.6.1.5.5.7.3.2"]);
        return ProxyFile.TryParse(certificate + key)!;
    }

    public GridCredential Proxy(GridCredential user, TimeSpan? lifetime = null) =>
        new ProxyMaker(Clock).Make(user, new ProxyOptions { Lifetime = lifetime ?? TimeSpan.FromHours(1), Group = "demo_user", KeyKind = ProxyKeyKind.EcP256 });

    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        _authority.Dispose();
        _authorityKey.Dispose();
        _folder.Dispose();
    }

    private async Task RunAsync(GridTlsListening dips)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(Log);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<IConfigurationSnapshots>(new FixedConfiguration(CfgSection.Empty
            .With("/DIRAC/Security/CertFile", _folder.File("hostcert.pem"))
            .With("/DIRAC/Security/KeyFile", _folder.File("hostkey.pem"))
            .With("/DIRAC/Security/CALocation", _folder.File("certificates"))));
        builder.Services.AddGridTls();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listener => listener.UseGridTls(GridTlsListening.Https));
            kestrel.Listen(IPAddress.Loopback, 0, listener => listener.UseGridTls(dips).Run(EchoAsync));
        });
        _app = builder.Build();
        _app.MapGet("/", Describe);
        await _app.StartAsync(Cancellation);
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Assert.All(addresses, address => Assert.StartsWith("https://", address, StringComparison.Ordinal));
        var ports = addresses.Select(address => new Uri(address).Port).ToList();
        (HttpsPort, EchoPort) = (ports[0], ports[1]);
    }

    private static string Describe(Microsoft.AspNetCore.Http.HttpContext context)
    {
        var feature = context.Features.Get<IGridPeerFeature>();
        var verdict = feature?.Judge() is Dirac.Security.Certificates.Validation.ChainVerdict.Refused refused ? refused.Fault.ToString() : "good";
        return $"{context.Request.Scheme} {context.Request.Protocol} {feature?.Peer?.Identity.OneLine ?? "nobody"} {feature?.Peer?.Group ?? "none"} {verdict} {context.Connection.ClientCertificate?.Subject}";
    }

    private static async Task EchoAsync(ConnectionContext connection)
    {
        while (true)
        {
            var result = await connection.Transport.Input.ReadAsync(CancellationToken.None);
            foreach (var part in result.Buffer) await connection.Transport.Output.WriteAsync(part, CancellationToken.None);
            connection.Transport.Input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) return;
        }
    }

    private (string Certificate, string Key) Make(string commonName, string[] purposes)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}, DC=org", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        var oids = new OidCollection();
        foreach (var purpose in purposes) oids.Add(new Oid(purpose));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(oids, false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(HostName);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(_authority, Clock.GetUtcNow().AddHours(-1), Clock.GetUtcNow().AddDays(30), RandomNumberGenerator.GetBytes(8));
        return (certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private void Replace(string name, string content)
    {
        var path = _folder.File(name);
        Dirac.Security.Local.PrivateFile.Write(path, System.Text.Encoding.ASCII.GetBytes(content));
    }

    private sealed class FixedConfiguration(CfgSection root) : IConfigurationSnapshots
    {
        public ConfigurationSnapshot Current { get; } = new(root, DateTimeOffset.UnixEpoch);
    }
}
