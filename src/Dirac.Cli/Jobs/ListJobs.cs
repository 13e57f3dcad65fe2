using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Client.Jobs;
using Dirac.Model.Api;
using Dirac.Model.Text;
using Spectre.Console;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job list</c>: one's own jobs, the newest first.</summary>
internal static class ListJobs
{
    private const int DefaultLimit = 20;
    private const int MostPerPage = 10_000;
    private static readonly string[] Columns = ["JobID", "Status", "MinorStatus", "ApplicationStatus", "Site", "JobName", "JobGroup", "Owner", "SubmissionTime", "LastUpdateTime"];
    private static readonly string[] Shown = ["JobID", "Status", "MinorStatus", "ApplicationStatus", "Site", "JobName", "SubmissionTime"];
    private static readonly Dictionary<string, string> Headings = new()
    {
        ["JobID"] = "Job", ["MinorStatus"] = "Minor status", ["ApplicationStatus"] = "Application", ["JobName"] = "Name", ["JobGroup"] = "Job group", ["JobType"] = "Type",
        ["OwnerGroup"] = "Owner's group", ["SubmissionTime"] = "Submitted (UTC)", ["LastUpdateTime"] = "Updated (UTC)", ["StartExecTime"] = "Started (UTC)", ["EndExecTime"] = "Ended (UTC)",
        ["HeartBeatTime"] = "Sign of life (UTC)", ["RescheduleTime"] = "Rescheduled (UTC)", ["UserPriority"] = "Priority", ["RescheduleCounter"] = "Reschedules", ["PilotStamp"] = "Pilot",
    };

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var filter = new JobFilterOptions();
        var limit = new Option<int>("--limit") { HelpName = "N", Description = "How many jobs on a page, 1 to 10,000.", DefaultValueFactory = _ => DefaultLimit };
        var page = new Option<int>("--page") { HelpName = "N", Description = "Which page, counted from 1.", DefaultValueFactory = _ => 1 };
        var ids = new Option<string[]>("--id") { HelpName = "ID", Description = "Only these jobs: numbers and ranges (100-120), several with commas." };
        var sort = new Option<string[]>("--sort") { CompletionSources = { JobWords.Complete }, HelpName = "COLUMN", Description = "Order by a column, with - before it the greatest first; several with commas. [default: -id]" };
        var columns = new Option<string[]>("--columns") { CompletionSources = { JobWords.Complete }, HelpName = "COLUMN", Description = $"Columns to show, with commas: {JobWords.All}." };
        var command = new Command("list", "List your jobs, the newest first.") { limit, page, ids, sort, columns };
        filter.AddTo(command);
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var (number, size) = (parsed.GetValue(page), parsed.GetValue(limit));
            if (number < 1 || size is < 1 or > MostPerPage) throw new UsageException("That page does not exist.", "--page counts from 1, --limit is 1 to 10,000.");
            var wanted = JobWords.ParseMany(parsed.GetValue(columns) ?? []);
            var order = JobWords.ParseSort(parsed.GetValue(sort) ?? []);
            var conditions = (await filter.ReadOwnAsync(session, parsed, cancellationToken)).ToConditions();
            if (parsed.GetValue(ids) is { Length: > 0 } named) conditions = [.. conditions, JobSearch.OneOf(JobIdRanges.Parse(named))];
            var request = new SearchRequest(wanted.Count > 0 ? wanted : Columns, conditions, order.Count > 0 ? order : [new SortKey("JobID", "desc")]);
            Print(session.Screen, await session.Jobs.SearchAsync(request, number, size, cancellationToken), wanted.Count > 0 ? wanted : Shown, number, size);
            return ExitCodes.Ok;
        });
    }

    private static void Print(Screen screen, SearchPage found, IReadOnlyList<string> columns, int page, int limit)
    {
        if (screen.Json)
        {
            screen.WriteJson(found.Rows, ModelJsonContext.Default.IReadOnlyListJsonElement);
            return;
        }

        if (found.Rows.Count > 0) screen.Console.Write(ToTable(found.Rows.Select(row => new SearchRow(row)), columns));
        screen.Note(Remark(found, page, limit));
    }

    private static Table ToTable(IEnumerable<SearchRow> rows, IReadOnlyList<string> columns)
    {
        var table = Screen.NewTable(columns.Select(column => Headings.GetValueOrDefault(column, column)));
        foreach (var row in rows) table.AddRow([.. columns.Select(column => column == "Status" ? StatusStyle.Show(row.Text(column)) : new Text(row.Text(column)))]);
        return table;
    }

    private static string Remark(SearchPage found, int page, int limit)
    {
        if (found.Total == 0) return "No jobs fit. 'dirac job submit FILE' submits one; --all shows those of others.";
        if (found.Rows.Count == 0) return $"There is no page {page}: {Numbers.Of(found.Total, "job")} {(found.Total == 1 ? "fits" : "fit")}.";
        var first = ((long)(page - 1) * limit) + 1;
        var last = first + found.Rows.Count - 1;
        var more = last < found.Total ? $" --page {page + 1} shows the next." : "";
        return $"{first} to {last} of {(found.IsTotalExact ? "" : "at least ")}{Numbers.Of(found.Total, "job")}.{more}";
    }
}
