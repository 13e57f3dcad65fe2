using System.CommandLine;
using Dirac.Cli.Jobs;
using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Pilots;

/// <summary><c>dirac pilot output</c> and <c>dirac job pilot-output</c>: what a pilot printed.</summary>
internal static class ShowPilotOutput
{
    /// <summary>Makes the command for a pilot.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var stamp = PilotSelection.One();
        return new Command("output", "Show what a pilot printed; while it runs, its log so far.") { stamp }.Does(host, async (session, parsed, cancellationToken) =>
            Print(session.Screen, await session.PilotRecords.OutputAsync(parsed.GetValue(stamp)!, cancellationToken)));
    }

    /// <summary>Makes the command for a job.</summary>
    /// <param name="host">The process.</param>
    public static Command CreateForJob(CliHost host)
    {
        var id = JobArguments.One();
        return new Command("pilot-output", "Show what the last pilot of a job printed.") { id }.Does(host, async (session, parsed, cancellationToken) =>
            Print(session.Screen, await session.PilotRecords.OutputOfJobAsync(parsed.GetValue(id), cancellationToken)));
    }

    private static int Print(Screen screen, PilotOutputReply output)
    {
        if (screen.Json)
        {
            screen.WriteJson(output, ModelJsonContext.Default.PilotOutputReply);
            return ExitCodes.Ok;
        }

        screen.Note($"Pilot {output.PilotStamp}{(output.FromLog ? ", its log so far" : "")}:");
        if (output.StdOutput.Length > 0) screen.WriteLine(output.StdOutput.TrimEnd('\n'));
        if (output.StdError.Length > 0) screen.WriteLine(output.StdError.TrimEnd('\n'));
        if (output.StdOutput.Length + output.StdError.Length == 0) screen.Note("It has printed nothing.");
        return ExitCodes.Ok;
    }
}
