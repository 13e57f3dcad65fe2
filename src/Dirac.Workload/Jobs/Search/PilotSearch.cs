using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Security.Identities;

namespace Dirac.Workload.Jobs.Search;

/// <summary>Finds and counts the pilots of a caller's VO.</summary>
internal sealed class PilotSearch(WorkloadDatabases databases, JobVisibility visibility, SearchTables tables, JobPilots pilots)
{
    private const string Job = "JobID";

    /// <summary>One page of pilots, and how many match in all.</summary>
    public async Task<FoundPage> FindAsync(Caller caller, SearchRequest request, Paging paging, CancellationToken cancellationToken)
    {
        var filter = await FilterAsync(caller, request.Search, cancellationToken);
        var columns = request.Parameters is { Count: > 0 } names ? names.WithoutHoles("parameters") : null;
        var found = await tables.FindAsync(SearchQuery.Of(databases.Pilots, SearchTable.Pilots, filter, columns, request), paging, cancellationToken);
        return new FoundPage(found.Rows, found.Total, found.Next);
    }

    /// <summary>Numbers of pilots by columns.</summary>
    public async Task<JsonRows> SummariseAsync(Caller caller, SummaryRequest request, CancellationToken cancellationToken)
    {
        var filter = await FilterAsync(caller, request.Search, cancellationToken);
        return await tables.SummariseAsync(databases.Pilots, SearchTable.Pilots, filter, request.Grouping, cancellationToken);
    }

    private async Task<SearchFilter> FilterAsync(Caller caller, IReadOnlyList<SearchCondition>? search, CancellationToken cancellationToken)
    {
        var (asked, others) = JobPilots.Split(search, Job, SearchTable.Pilots.Key.Name);
        var filter = new SearchFilter(SearchTable.Pilots, databases.Pilots.Dialect).Within(new JobScope(caller.Vo));
        if (asked.Count > 0) filter.OneOf(await pilots.PilotsOfAsync(visibility.Of(caller), asked, cancellationToken));
        return filter.Where(others);
    }
}
