using System.CommandLine;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Proxies;

/// <summary><c>dirac proxy …</c>: certificates' short-lived deputies, for services of the grid.</summary>
internal static class ProxyCommands
{
    /// <summary>Makes the command with all its verbs.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host) => new("proxy", "Make proxies of your certificate, see them, and leave them with the server.")
    {
        MakeProxy.Create(host),
        ShowProxy.Create(host),
        UploadProxy.Create(host),
        DestroyProxy.Create(host),
    };
}
