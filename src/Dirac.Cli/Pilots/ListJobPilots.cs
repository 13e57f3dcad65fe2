using System.CommandLine;
using Dirac.Cli.Jobs;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Spectre.Console;

namespace Dirac.Cli.Pilots;

/// <summary><c>dirac job pilots</c>: the pilots a job had.</summary>
internal static class ListJobPilots
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var id = JobArguments.One();
        return new Command("pilots", "List the pilots a job had, the first first.") { id }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var pilots = await session.PilotRecords.OfJobAsync(parsed.GetValue(id), cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(pilots, ModelJsonContext.Default.IReadOnlyListPilotOfJob);
            else if (pilots.Count > 0) session.Screen.Console.Write(ToTable(pilots));
            else session.Screen.Note("It has had no pilot.");
            return ExitCodes.Ok;
        });
    }

    private static Table ToTable(IEnumerable<PilotOfJob> pilots)
    {
        var table = Screen.NewTable("Pilot", "Status", "Site", "CE", "Attempt", "Outcome", "Started (UTC)", "Reason of the pilot");
        foreach (var pilot in pilots)
        {
            table.AddRow(
                new Text(pilot.PilotStamp),
                StatusStyle.Show(pilot.Status),
                new Text(pilot.GridSite),
                new Text(pilot.DestinationSite),
                new Text($"{pilot.Job.Attempt}"),
                new Text(pilot.Job.Outcome ?? ""),
                new Text(Times.Show(pilot.Job.StartTime)),
                new Text(PilotReason.Of(pilot.StatusReason)));
        }

        return table;
    }
}
