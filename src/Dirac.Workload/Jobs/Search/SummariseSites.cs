using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Security.Identities;

namespace Dirac.Workload.Jobs.Search;

/// <summary>The jobs a caller sees, by site: how many in which status, and how many of those that ended have not failed.</summary>
internal sealed class SummariseSites(JobSearch search)
{
    private static readonly string[] Good = ["Done", "Completed"];
    private const string Bad = "Failed";

    /// <summary>One line for each site, by name.</summary>
    public async Task<IReadOnlyList<SiteJobs>> RunAsync(Caller caller, IReadOnlyList<SearchCondition> conditions, CancellationToken cancellationToken)
    {
        var rows = await search.SummariseAsync(caller, new SummaryRequest(["Site", "Status"], conditions), cancellationToken);
        return [.. rows.Elements.GroupBy(row => Text(row, "Site")).Select(site => Line(site.Key, site.ToDictionary(row => Text(row, "Status"), row => row.GetProperty("count").GetInt64())))];
    }

    private static SiteJobs Line(string site, Dictionary<string, long> statuses)
    {
        var good = Good.Sum(status => statuses.GetValueOrDefault(status));
        var ended = good + statuses.GetValueOrDefault(Bad);
        return new SiteJobs(site, statuses.Values.Sum(), statuses, ended == 0 ? null : Math.Round(100.0 * good / ended, 1));
    }

    private static string Text(JsonElement row, string column) => row.GetProperty(column).GetString()!;
}
