using System.CommandLine;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Pilots;

/// <summary><c>dirac pilot …</c></summary>
internal static class PilotCommands
{
    /// <summary>Makes the command with all its verbs.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var command = new Command("pilot", "See and look after the pilots that fetch and run jobs.")
        {
            ListPilots.Create(host),
            ShowPilot.Create(host),
            ListPilotJobs.Create(host),
            ShowPilotOutput.Create(host),
            ShowPilotLog.Create(host),
            SummarisePilots.Create(host),
            SummarisePilots.CreateStatistics(host),
        };
        foreach (var change in ChangePilots.CreateAll(host)) command.Add(change);
        return command;
    }
}
