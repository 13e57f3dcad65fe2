using System.CommandLine;
using System.Text.Json;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Text;
using Spectre.Console;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job count</c>: how many jobs there are, by columns.</summary>
internal static class CountJobs
{
    private static readonly string[] Usual = ["status"];

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var filter = new JobFilterOptions();
        var by = new Option<string[]>("--by") { CompletionSources = { JobWords.Complete }, HelpName = "COLUMN", Description = "Columns to count by, with commas: status,site. [default: status]" };
        var command = new Command("count", "Count your jobs by status, site or other columns.") { by };
        filter.AddTo(command);
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var columns = JobWords.ParseMany(parsed.GetValue(by) is { Length: > 0 } given ? given : Usual);
            var conditions = (await filter.ReadOwnAsync(session, parsed, cancellationToken)).ToConditions();
            Print(session.Screen, columns, await session.Jobs.SummaryAsync(new SummaryRequest(columns, conditions), cancellationToken));
            return ExitCodes.Ok;
        });
    }

    private static void Print(Screen screen, IReadOnlyList<string> columns, IReadOnlyList<JsonElement> rows)
    {
        if (screen.Json)
        {
            screen.WriteJson(rows, ModelJsonContext.Default.IReadOnlyListJsonElement);
            return;
        }

        var table = Screen.NewTable([.. columns, "Jobs"]);
        foreach (var row in rows.Select(element => new SearchRow(element)))
            table.AddRow([.. columns.Select(column => column == "Status" ? StatusStyle.Show(row.Text(column)) : new Text(row.Text(column))), new Text(row.Text("count"))]);
        if (rows.Count > 0) screen.Console.Write(table);
        screen.Note($"{Numbers.Of(rows.Sum(row => row.GetProperty("count").GetInt64()), "job")}.");
    }
}
