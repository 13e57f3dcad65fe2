using System.Text.Json;
using Dirac.Cli.Operations;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Text;

namespace Dirac.Cli.Jobs;

/// <summary>Lists the jobs a change would be about.</summary>
/// <param name="session">The session.</param>
internal sealed class DryRun(Session session)
{
    private static readonly string[] Columns = ["JobID", "Status", "MinorStatus", "Owner", "JobName"];

    /// <summary>Prints a line for each job.</summary>
    /// <param name="verb">The change.</param>
    /// <param name="choice">Which jobs.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<int> ShowAsync(string verb, JobChoice choice, CancellationToken cancellationToken)
    {
        var rows = new List<JsonElement>();
        foreach (var search in choice.ToSearches())
        {
            await foreach (var page in JobSearch.PagesAsync(session.Jobs, new SearchRequest(Columns, search, [new SortKey("JobID", "asc")]), cancellationToken)) rows.AddRange(page.Rows);
        }

        if (session.Screen.Json) session.Screen.WriteJson(rows, ModelJsonContext.Default.IReadOnlyListJsonElement);
        else JobLines.Write(session.Screen, [.. rows.Select(row => new JobRow(row))], row => row.Text("JobName"));
        session.Screen.Note(rows.Count == 0 ? "No jobs fit." : $"{OperationWords.Capital(verb)} would be tried on {Numbers.Of(rows.Count, "job")}; nothing is changed.");
        return ExitCodes.Ok;
    }
}
