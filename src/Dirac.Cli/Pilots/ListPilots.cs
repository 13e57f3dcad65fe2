using System.CommandLine;
using System.Text.Json;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Text;
using Spectre.Console;

namespace Dirac.Cli.Pilots;

/// <summary><c>dirac pilot list</c>: the VO's pilots, the newest first.</summary>
internal static class ListPilots
{
    private const int MostPerPage = 10_000;

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var filter = new PilotFilterOptions();
        var limit = new Option<int>("--limit") { HelpName = "N", Description = "How many pilots, 1 to 10,000.", DefaultValueFactory = _ => 20 };
        var command = new Command("list", "List the pilots of your VO, the newest first.") { limit };
        filter.AddTo(command);
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var size = parsed.GetValue(limit);
            if (size is < 1 or > MostPerPage) throw new UsageException($"{size} is not a number of pilots to list.", "--limit is 1 to 10,000.");
            var conditions = filter.Read(parsed, session.Host.Clock.GetUtcNow());
            var found = await session.Pilots.SearchAsync(new SearchRequest(Search: conditions, Sort: [new SortKey("PilotID", "desc")]), 1, size, cancellationToken);
            if (session.Screen.Json)
            {
                session.Screen.WriteJson(found.Rows, ModelJsonContext.Default.IReadOnlyListJsonElement);
                return ExitCodes.Ok;
            }

            if (found.Rows.Count > 0) session.Screen.Console.Write(ToTable(found.Rows));
            session.Screen.Note(Remark(found.Rows.Count, found.Total, conditions.Count > 0));
            return ExitCodes.Ok;
        });
    }

    private static string Remark(int shown, long total, bool filtered) => total switch
    {
        0 when filtered => "No pilots fit.",
        0 => "There are no pilots. 'dirac up' starts one on this machine.",
        _ => $"{Numbers.Of(shown)} of {Numbers.Of(total, "pilot")}.",
    };

    private static Table ToTable(IEnumerable<JsonElement> rows)
    {
        var table = Screen.NewTable("Pilot", "Status", "Site", "CE", "Job", "Reason", "Submitted (UTC)", "Updated (UTC)");
        foreach (var row in rows.Select(element => new SearchRow(element)))
        {
            table.AddRow(
                new Text(row.Text("PilotStamp")),
                StatusStyle.Show(row.Text("Status")),
                new Text(row.Text("GridSite")),
                new Text(row.Text("DestinationSite")),
                new Text(row.Text("CurrentJobID") is "0" ? "" : row.Text("CurrentJobID")),
                new Text(PilotReason.Of(row.Text("StatusReason"))),
                new Text(row.Text("SubmissionTime")),
                new Text(row.Text("LastUpdateTime")));
        }

        return table;
    }
}
