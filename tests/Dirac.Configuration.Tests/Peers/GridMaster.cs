using System.Globalization;
using System.Net.NetworkInformation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dirac.Configuration.Starting;
using Dirac.Hosting;
using Dirac.Hosting.Rpc;
using Dirac.Hosting.Serving;
using Dirac.Persistence;
using Dirac.Security.Local;
using Dirac.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Dirac.Configuration.Tests.Peers;

/// <summary>A master on real ports of this machine, over dips and https, with the certificate of a host that the registry knows.</summary>
internal sealed class GridMaster : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly WebApplication _app;

    private GridMaster(TempFolder folder, WebApplication app, int dips, int https)
    {
        _folder = folder;
        _app = app;
        Dips = $"dips://localhost:{dips}/Configuration/Server";
        Https = $"https://localhost:{https}/Configuration/Server";
    }

    public string Dips { get; }

    public string Https { get; }

    public IServiceProvider Services => _app.Services;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<GridMaster> StartAsync()
    {
        var folder = new TempFolder();
        WriteCertificates(folder);
        var (dips, https) = (FreePort(), FreePort());
        await File.WriteAllTextAsync(folder.File("dirac.cfg"), Security(folder) + "DIRAC\n{\nHostname = localhost\nConfiguration\n{\nName = Grid\nMaster = yes\n}\n}\n", Cancellation);
        await File.WriteAllTextAsync(folder.File("Grid.cfg"), Tree(dips, https), Cancellation);
        string[] files = [folder.File("dirac.cfg")];
        var options = new ConfigurationOptions { Files = files, DataDirectory = folder.File("data"), ServesCalls = true, HostName = "localhost" };
        var opened = await OpenedConfiguration.OpenAsync(options, new RandomSource(1), TimeProvider.System, Cancellation);
        var hosting = new HostingOptions
        {
            DataDirectory = options.DataDirectory, ConfigurationFiles = files, Urls = ["http://127.0.0.1:0"], InsecureHttp = true, GridServices = ["Configuration/Server"],
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseDiracKestrel(hosting);
        builder.Services.AddDiracHosting(hosting).AddDiracRpc().AddDiracConfiguration(opened);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.UseDiracHosting();
        app.MapDiracHosting();
        app.MapDiracRpc();
        await app.StartAsync(Cancellation);
        return new GridMaster(folder, app, dips, https);
    }

    /// <summary>The configuration of a process with the same certificate that asks <paramref name="server"/>.</summary>
    public async Task<OpenedConfiguration> FollowAsync(string server)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("dirac.cfg"), Security(_folder) + $"DIRAC\n{{\nConfiguration\n{{\nServers = {server}\n}}\n}}\n", Cancellation);
        var options = new ConfigurationOptions { Files = [folder.File("dirac.cfg")], DataDirectory = folder.File("data"), HostName = "localhost" };
        return await OpenedConfiguration.OpenAsync(options, new RandomSource(1), TimeProvider.System, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private static string Security(TempFolder folder) =>
        $"DIRAC\n{{\nSecurity\n{{\nCertFile = {folder.File("hostcert.pem")}\nKeyFile = {folder.File("hostkey.pem")}\nCALocation = {folder.File("certificates")}\n}}\n}}\n";

    private static string Tree(int dips, int https) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        Registry
        {
          Hosts
          {
            here
            {
              DN = /DC=org/CN=here
              Properties = TrustedHost, CSAdministrator
            }
          }
        }
        Systems
        {
          Configuration
          {
            Services
            {
              Server
              {
                Port = {{dips}}
              }
              TornadoServer
              {
                Protocol = https
                Port = {{https}}
              }
            }
          }
        }
        """);

    // Below the ports that the system gives to connections, none of which then takes it before the server does.
    private static int FreePort()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
        int port;
        do port = RandomNumberGenerator.GetInt32(20_000, 32_000);
        while (taken.Contains(port));
        return port;
    }

    private static void WriteCertificates(TempFolder folder)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Test CA, DC=org", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authorityCertificate = authority.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var host = new CertificateRequest("CN=here, DC=org", key, HashAlgorithmName.SHA256);
        host.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        host.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        host.CertificateExtensions.Add(names.Build());
        using var certificate = host.Create(authorityCertificate, now.AddHours(-1), now.AddDays(30), RandomNumberGenerator.GetBytes(8));

        Directory.CreateDirectory(folder.File("certificates"));
        File.WriteAllText(folder.File("certificates/test.pem"), authorityCertificate.ExportCertificatePem());
        File.WriteAllText(folder.File("hostcert.pem"), certificate.ExportCertificatePem() + "\n");
        PrivateFile.Write(folder.File("hostkey.pem"), Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
    }
}
