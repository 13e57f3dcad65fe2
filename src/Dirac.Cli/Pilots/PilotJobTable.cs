using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Spectre.Console;

namespace Dirac.Cli.Pilots;

/// <summary>The jobs of a pilot as a table.</summary>
internal static class PilotJobTable
{
    /// <summary>Makes the table.</summary>
    /// <param name="jobs">The jobs.</param>
    public static Table Of(IEnumerable<PilotJob> jobs)
    {
        var table = Screen.NewTable("Job", "Attempt", "Outcome", "Started (UTC)", "Ended (UTC)");
        foreach (var job in jobs)
        {
            table.AddRow(
                new Text($"{job.JobID}"),
                new Text($"{job.Attempt}"),
                new Text(job.Outcome ?? ""),
                new Text(Times.Show(job.StartTime)),
                new Text(job.EndTime is { } end ? Times.Show(end) : ""));
        }

        return table;
    }
}
