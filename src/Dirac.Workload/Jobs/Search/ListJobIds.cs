using System.Runtime.CompilerServices;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Security.Identities;

namespace Dirac.Workload.Jobs.Search;

/// <summary>The numbers of all jobs that fit, however many there are, ascending. Jobs that come or go meanwhile may be among them or not; no job is named twice.</summary>
internal sealed class ListJobIds(JobSearch search)
{
    /// <summary>Page after page.</summary>
    public async IAsyncEnumerable<IReadOnlyList<long>> RunAsync(
        Caller caller, IReadOnlyList<SearchCondition>? conditions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var key = SearchTable.Jobs.Key.Name;
        var request = new SearchRequest([key], conditions, [new SortKey(key, "asc")]);
        string? after = null;
        do
        {
            var page = await search.FindUncountedAsync(caller, request, new Paging(1, Paging.MostPerPage, after), cancellationToken);
            yield return [.. page.Rows.Elements.Select(row => row.GetProperty(key).GetInt64())];
            after = page.Next;
        }
        while (after is not null);
    }
}
