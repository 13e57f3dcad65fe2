using System.CommandLine;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Configuration;

/// <summary><c>dirac config …</c></summary>
internal static class ConfigCommands
{
    /// <summary>Makes the command with all its verbs.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host) => new("config", "See and check configurations.")
    {
        ShowConfig.Create(host),
        CheckConfig.Create(host),
    };
}
