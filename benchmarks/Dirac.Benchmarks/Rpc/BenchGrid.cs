using System.Diagnostics;
using Dirac.Installation;

namespace Dirac.Benchmarks.Rpc;

/// <summary>An authority, a host and a user with proxies, and a server that serves JobMonitoring to them.</summary>
internal sealed class BenchGrid
{
    private readonly string _folder;
    private readonly TimeProvider _clock;

    private BenchGrid(string folder, TimeProvider clock)
    {
        _folder = folder;
        _clock = clock;
    }

    /// <summary>Port of dips.</summary>
    public int DipsPort { get; } = InstalledServer.FreePort();

    /// <summary>Port of https with certificates.</summary>
    public int HttpsPort { get; } = InstalledServer.FreePort();

    /// <summary>A proxy of the user's proxy; RSA with 2048 bits throughout.</summary>
    public string SecondLevelProxy => Path.Combine(_folder, "wuser.wire_user.second.proxy");

    /// <summary>The authority's directory.</summary>
    public string Authorities => Path.Combine(_folder, "certificates");

    /// <summary>Makes the certificates.</summary>
    public static async Task<BenchGrid> CreateAsync(string folder, TimeProvider clock, CancellationToken cancellationToken)
    {
        var script = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "samples", "WireTest", "make-certificates"));
        using var made = Process.Start(new ProcessStartInfo(script, [folder])) ?? throw new InvalidOperationException($"{script} could not be started.");
        await made.WaitForExitAsync(cancellationToken);
        return made.ExitCode == 0 ? new BenchGrid(folder, clock) : throw new InvalidOperationException($"{script} failed; it needs openssl.");
    }

    /// <summary>Prepares a server.</summary>
    /// <param name="name">Name of its folder.</param>
    /// <param name="remembersChains">Whether it remembers chains that it has accepted.</param>
    public InstalledServer CreateServer(string name, bool remembersChains)
    {
        var configuration = Path.Combine(_folder, $"{name}.cfg");
        File.WriteAllText(configuration, Configuration(remembersChains ? 300 : 0));
        return new InstalledServer(Path.Combine(_folder, name), _clock)
        {
            Arguments = ["--config", configuration, "--services", "WorkloadManagement/JobMonitoring"],
            Environment = new Dictionary<string, string>
            {
                ["DIRAC_X509_HOST_CERT"] = Path.Combine(_folder, "hostcert.pem"),
                ["DIRAC_X509_HOST_KEY"] = Path.Combine(_folder, "hostkey.pem"),
                ["X509_CERT_DIR"] = Authorities,
            },
        };
    }

    private string Configuration(int rememberChains) => $$"""
        DIRAC
        {
          Security
          {
            RememberChains = {{rememberChains}}
          }
        }
        Systems
        {
          WorkloadManagement
          {
            Services
            {
              JobMonitoring
              {
                Port = {{DipsPort}}
              }
              TornadoJobMonitoring
              {
                Protocol = https
                Port = {{HttpsPort}}
              }
            }
          }
        }
        Registry
        {
          Users
          {
            {{Environment.UserName}}
            {
              DN = /C=ch/O=WireTest/OU=Users/CN=wuser
            }
          }
          Groups
          {
            wire_user
            {
              Users = {{Environment.UserName}}
              Properties = NormalUser, ServiceAdministrator
              VO = wirevo
            }
          }
        }
        """;
}
