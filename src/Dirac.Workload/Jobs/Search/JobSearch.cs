using System.Text.Json;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Jobs;
using Dirac.Security.Identities;
using Dirac.Workload.Logging;

namespace Dirac.Workload.Jobs.Search;

/// <summary>Finds and counts the jobs a caller sees.</summary>
internal sealed class JobSearch(WorkloadDatabases databases, JobVisibility visibility, SearchTables tables, JobPilots pilots, JobHistory history)
{
    private const int JobsPerRead = 1_000;
    private static readonly string[] Pseudo = [SearchTable.LoggingInfo, SearchTable.PilotStamp];

    /// <summary>One page of jobs, and how many match in all.</summary>
    public Task<FoundPage> FindAsync(Caller caller, SearchRequest request, Paging paging, CancellationToken cancellationToken) =>
        FindAsync(caller, request, paging, wantsTotal: true, cancellationToken);

    /// <summary>One page of jobs; how many match in all is not looked for.</summary>
    public Task<FoundPage> FindUncountedAsync(Caller caller, SearchRequest request, Paging paging, CancellationToken cancellationToken) =>
        FindAsync(caller, request, paging, wantsTotal: false, cancellationToken);

    /// <summary>Numbers of jobs by columns.</summary>
    public async Task<JsonRows> SummariseAsync(Caller caller, SummaryRequest request, CancellationToken cancellationToken)
    {
        var filter = await FilterAsync(caller, request.Search, cancellationToken);
        return await tables.SummariseAsync(databases.Jobs, SearchTable.Jobs, filter, request.Grouping, cancellationToken);
    }

    /// <summary>The conditions of a search, within what the caller sees; pilots are looked up.</summary>
    /// <exception cref="DiracException">BadRequest: a condition is not understood.</exception>
    public async Task<SearchFilter> FilterAsync(Caller caller, IReadOnlyList<SearchCondition>? search, CancellationToken cancellationToken)
    {
        var (asked, others) = JobPilots.Split(search, SearchTable.PilotStamp, SearchTable.Jobs.Key.Name);
        var filter = new SearchFilter(SearchTable.Jobs, databases.Jobs.Dialect).Within(visibility.Of(caller));
        if (asked.Count > 0) filter.OneOf(await pilots.JobsOfAsync(caller.OnlyVo, asked, cancellationToken));
        return filter.Where(others);
    }

    private async Task<FoundPage> FindAsync(Caller caller, SearchRequest request, Paging paging, bool wantsTotal, CancellationToken cancellationToken)
    {
        var wanted = request.Parameters is { Count: > 0 } names ? names.WithoutHoles("parameters") : null;
        var more = Pseudo.Where(name => wanted?.Contains(name) == true).ToList();
        if (more.Count > 0 && request.Distinct) throw new DiracException(ErrorCode.BadRequest, $"{more[0]} belongs to one job; there are no different values of it.", "Leave distinct out.");
        var filter = await FilterAsync(caller, request.Search, cancellationToken);
        var query = SearchQuery.Of(databases.Jobs, SearchTable.Jobs, filter, wanted?.Except(more).ToList(), request, wantsTotal);
        var found = await tables.FindAsync(query, paging, cancellationToken);
        return new FoundPage(more.Count == 0 ? found.Rows : await MoreAsync(found, more, cancellationToken), found.Total, found.Next);
    }

    private async Task<JsonRows> MoreAsync(FoundRows found, List<string> more, CancellationToken cancellationToken)
    {
        var stamps = more.Contains(SearchTable.PilotStamp) ? await pilots.LastOfAsync(found.Keys, cancellationToken) : null;
        var lines = more.Contains(SearchTable.LoggingInfo) ? await HistoryAsync(found.Keys, cancellationToken) : null;
        return found.Rows.Select((writer, row, index) =>
        {
            writer.WriteStartObject();
            foreach (var property in row.EnumerateObject()) property.WriteTo(writer);
            if (stamps is not null) writer.WriteString(SearchTable.PilotStamp, stamps.GetValueOrDefault(found.Keys[index]));
            if (lines is not null) WriteHistory(writer, lines.GetValueOrDefault(found.Keys[index], []));
            writer.WriteEndObject();
        });
    }

    private async Task<Dictionary<long, IReadOnlyList<LogRow>>> HistoryAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var lines = new Dictionary<long, IReadOnlyList<LogRow>>();
        foreach (var chunk in ids.Chunk(JobsPerRead))
        {
            foreach (var job in await history.ReadAsync(chunk, cancellationToken)) lines[job.Key] = LoggingHistory.Fill(job.Select(row => row.ToLogRow()));
        }

        return lines;
    }

    private static void WriteHistory(Utf8JsonWriter writer, IReadOnlyList<LogRow> lines)
    {
        writer.WriteStartArray(SearchTable.LoggingInfo);
        foreach (var line in lines)
        {
            writer.WriteStartObject();
            writer.WriteString("Status", line.Status);
            writer.WriteString("MinorStatus", line.Minor);
            writer.WriteString("ApplicationStatus", line.Application);
            writer.WritePropertyName("StatusTime");
            JsonCells.Write(writer, line.Time);
            writer.WriteString("Source", line.Source);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
