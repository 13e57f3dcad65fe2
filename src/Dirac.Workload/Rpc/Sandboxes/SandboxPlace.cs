using Dirac.Hosting.Configuration;
using Dirac.Model.Configuration;

namespace Dirac.Workload.Rpc.Sandboxes;

/// <summary>What the configuration says of DIRAC's SandboxStore, and where clients say sandboxes are. Pure.</summary>
internal static class SandboxPlace
{
    private const string System = "WorkloadManagement";
    private const long MiB = 1 << 20;

    /// <summary>DIRAC's directory of sandboxes (<c>BasePath</c>), which has those of before.</summary>
    public static string OldDirectory(ConfigurationSnapshot configuration) => Section(configuration).GetOption("BasePath", "/opt/dirac/storage/sandboxes");

    /// <summary>The largest sandbox the configuration allows (<c>MaxSandboxSizeMiB</c>), bytes; without it the server's own limit holds.</summary>
    public static long MostBytes(ConfigurationSnapshot configuration) =>
        Section(configuration).GetInt("MaxSandboxSizeMiB", 0) is > 0 and var limit ? limit * MiB : long.MaxValue;

    /// <summary>The path in a name that clients make by putting the service's address before it.</summary>
    public static string PathOf(string id)
    {
        foreach (var service in (string[])["/WorkloadManagement/SandboxStore", "/WorkloadManagement/TornadoSandboxStore"])
        {
            var at = id.IndexOf($"{service}/", StringComparison.Ordinal);
            if (at >= 0 && id.Contains("://", StringComparison.Ordinal)) return id[(at + service.Length)..];
        }

        return id;
    }

    private static CfgSection Section(ConfigurationSnapshot configuration) => SystemSections.Find(configuration.Root, System, "Services/SandboxStore") ?? CfgSection.Empty;
}
