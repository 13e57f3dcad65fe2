using System.CommandLine;
using System.Globalization;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Text;
using Spectre.Console;

namespace Dirac.Cli.Pilots;

/// <summary><c>dirac pilot summary|stats</c>: how pilots fare, by site, computing element and more.</summary>
internal static class SummarisePilots
{
    private static readonly string[] Statuses = ["Submitted", "Waiting", "Running", "Done", "Failed", "Aborted", "Deleted"];

    private static readonly Dictionary<string, string> Columns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["site"] = "GridSite", ["ce"] = "DestinationSite", ["queue"] = "Queue", ["type"] = "GridType", ["vo"] = "VO",
    };

    /// <summary>Makes the command <c>summary</c>.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var filter = new PilotFilterOptions();
        var by = new Option<string>("--by") { CompletionSources = { "site", "ce", "queue", "type", "vo" }, HelpName = "WORDS", Description = "What makes a group: some of site, ce, queue, type, vo, with commas.", DefaultValueFactory = _ => "site,ce" };
        var command = new Command("summary", "Show how pilots fare by group: numbers by status, efficiency, and a judgement.") { by };
        filter.AddTo(command);
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var words = parsed.GetValue(by)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var grouping = words.Select(Column).ToList();
            var request = new PilotGroupRequest(grouping, filter.Read(parsed, session.Host.Clock.GetUtcNow()));
            var groups = await session.PilotRecords.GroupAsync(request, cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(groups, ModelJsonContext.Default.IReadOnlyListPilotGroup);
            else if (groups.Count > 0) session.Screen.Console.Write(ToTable(words, grouping, groups));
            else session.Screen.Note("No pilots fit.");
            return ExitCodes.Ok;
        });
    }

    /// <summary>Makes the command <c>stats</c>.</summary>
    /// <param name="host">The process.</param>
    public static Command CreateStatistics(CliHost host)
    {
        var filter = new PilotFilterOptions();
        var command = new Command("stats", "Count pilots by status.");
        filter.AddTo(command);
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var rows = await session.Pilots.SummariseAsync(new SummaryRequest(["Status"], filter.Read(parsed, session.Host.Clock.GetUtcNow())), cancellationToken);
            if (session.Screen.Json)
            {
                session.Screen.WriteJson(rows, ModelJsonContext.Default.IReadOnlyListJsonElement);
                return ExitCodes.Ok;
            }

            if (rows.Count > 0) session.Screen.WriteFacts([.. rows.Select(row => new SearchRow(row)).Select(row => (row.Text("Status"), (string?)row.Text("count")))]);
            session.Screen.Note($"{Numbers.Of(rows.Sum(row => row.GetProperty("count").GetInt64()), "pilot")}.");
            return ExitCodes.Ok;
        });
    }

    private static string Column(string word) => Columns.TryGetValue(word, out var column)
        ? column
        : throw new UsageException($"Pilots cannot be grouped by '{word}'.", $"--by takes {string.Join(", ", Columns.Keys)}.");

    private static Table ToTable(IReadOnlyList<string> words, IReadOnlyList<string> grouping, IReadOnlyList<PilotGroup> groups)
    {
        var statuses = Statuses.Where(status => groups.Any(group => group.Counts.GetValueOrDefault(status) > 0)).ToList();
        var table = Screen.NewTable([.. words.Select(word => word.ToUpperInvariant()), .. statuses, "Total", "Empty", "Eff. %", "Judgement"]);
        foreach (var group in groups)
        {
            table.AddRow(
            [
                .. grouping.Select(column => new Text(group.Group[column])),
                .. statuses.Select(status => new Text($"{group.Counts.GetValueOrDefault(status)}")),
                new Text($"{group.Total}"),
                new Text($"{group.DoneEmpty}"),
                new Text(group.Efficiency.ToString("0.#", CultureInfo.InvariantCulture)),
                new Text(group.Status, new Style(Colour(group.Status))),
            ]);
        }

        return table;
    }

    private static Color Colour(string judgement) => judgement switch
    {
        "Good" => Color.Green,
        "Fair" or "Poor" => Color.Yellow,
        "Bad" => Color.Red,
        _ => Color.Grey,
    };
}
