using System.CommandLine;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Jobs;

/// <summary>The commands about what is known of one job.</summary>
internal static class JobRecordCommands
{
    /// <summary>Makes the commands.</summary>
    /// <param name="host">The process.</param>
    public static IEnumerable<Command> CreateAll(CliHost host) =>
    [
        ShowJobParameters.Create(host), ShowJobAttic.Create(host), ShowJobJdl.Create(host), ShowJobData.Create(host), ShowJobHeartbeats.Create(host), SetJobValues.Create(host),
    ];
}
