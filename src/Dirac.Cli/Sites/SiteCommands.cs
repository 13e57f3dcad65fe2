using System.CommandLine;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Sites;

/// <summary><c>dirac site …</c></summary>
internal static class SiteCommands
{
    /// <summary>Makes the command with all its verbs.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host) => new("site", "See the sites where jobs run.")
    {
        SummariseSites.Create(host),
    };
}
