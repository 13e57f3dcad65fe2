using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Pilots;

/// <summary><c>dirac pilot jobs</c>: the jobs a pilot had.</summary>
internal static class ListPilotJobs
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var stamp = PilotSelection.One();
        return new Command("jobs", "List the jobs a pilot had, the newest first.") { stamp }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var jobs = await session.PilotRecords.JobsAsync(parsed.GetValue(stamp)!, cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(jobs, ModelJsonContext.Default.IReadOnlyListPilotJob);
            else if (jobs.Count > 0) session.Screen.Console.Write(PilotJobTable.Of(jobs));
            else session.Screen.Note("It has had no job.");
            return ExitCodes.Ok;
        });
    }
}
