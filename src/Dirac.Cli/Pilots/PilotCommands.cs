using System.CommandLine;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Pilots;

/// <summary><c>dirac pilot …</c></summary>
internal static class PilotCommands
{
    /// <summary>Makes the command with all its verbs.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host) => new("pilot", "See the pilots that fetch and run jobs.")
    {
        ListPilots.Create(host),
    };
}
