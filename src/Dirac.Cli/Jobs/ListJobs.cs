using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Client.Jobs;
using Dirac.Model.Api;
using Spectre.Console;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job list</c>: one's own jobs, the newest first.</summary>
internal static class ListJobs
{
    private const int DefaultLimit = 20;
    private const int MostPerPage = 10_000;
    private static readonly string[] Columns = ["JobID", "Status", "MinorStatus", "ApplicationStatus", "Site", "JobName", "JobGroup", "Owner", "SubmissionTime", "LastUpdateTime"];

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var filter = new JobFilterOptions();
        var limit = new Option<int>("--limit") { HelpName = "N", Description = "How many jobs on a page, 1 to 10,000.", DefaultValueFactory = _ => DefaultLimit };
        var page = new Option<int>("--page") { HelpName = "N", Description = "Which page, counted from 1.", DefaultValueFactory = _ => 1 };
        var command = new Command("list", "List your jobs, the newest first.") { limit, page };
        filter.AddTo(command);
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var (number, size) = (parsed.GetValue(page), parsed.GetValue(limit));
            if (number < 1 || size is < 1 or > MostPerPage) throw new UsageException("That page does not exist.", "--page counts from 1, --limit is 1 to 10,000.");
            var conditions = (await filter.ReadOwnAsync(session, parsed, cancellationToken)).ToConditions();
            var found = await session.Jobs.SearchAsync(new SearchRequest(Columns, conditions, [new SortKey("JobID", "desc")]), number, size, cancellationToken);
            Print(session.Screen, found, number, size);
            return ExitCodes.Ok;
        });
    }

    private static void Print(Screen screen, SearchPage found, int page, int limit)
    {
        if (screen.Json)
        {
            screen.WriteJson(found.Rows, ModelJsonContext.Default.IReadOnlyListJsonElement);
            return;
        }

        if (found.Rows.Count > 0) screen.Console.Write(ToTable(found.Rows.Select(row => new JobRow(row))));
        screen.Note(Remark(found, page, limit));
    }

    private static Table ToTable(IEnumerable<JobRow> rows)
    {
        var table = Screen.NewTable("Job", "Status", "Minor status", "Application", "Site", "Name", "Submitted (UTC)");
        foreach (var row in rows)
        {
            table.AddRow(
                new Text($"{row.Id}"),
                StatusStyle.Show(row.Status),
                new Text(row.Text("MinorStatus")),
                new Text(row.Text("ApplicationStatus")),
                new Text(row.Text("Site")),
                new Text(row.Text("JobName")),
                new Text(row.Text("SubmissionTime")));
        }

        return table;
    }

    private static string Remark(SearchPage found, int page, int limit)
    {
        if (found.Total == 0) return "No jobs fit. 'dirac job submit FILE' submits one; --all shows those of others.";
        if (found.Rows.Count == 0) return $"There is no page {page}: {found.Total} jobs fit.";
        var first = ((long)(page - 1) * limit) + 1;
        var last = first + found.Rows.Count - 1;
        var more = last < found.Total ? $" --page {page + 1} shows the next." : "";
        return $"{first} to {last} of {found.Total} jobs.{more}";
    }
}
