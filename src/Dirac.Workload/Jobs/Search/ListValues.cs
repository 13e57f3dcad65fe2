using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;

namespace Dirac.Workload.Jobs.Search;

/// <summary>The different values of one column among the jobs a caller sees.</summary>
internal sealed class ListValues(JobSearch search)
{
    /// <summary>One page of values in order; null stands for none.</summary>
    /// <exception cref="DiracException">BadRequest: the column is unknown, or nearly every job has a value of its own in it.</exception>
    public async Task<FoundPage> RunAsync(Caller caller, string column, IReadOnlyList<SearchCondition> conditions, Paging paging, CancellationToken cancellationToken)
    {
        var known = SearchTable.Jobs.Column(column);
        if (known == SearchTable.Jobs.Key || known.Kind == ColumnKind.Time)
            throw new DiracException(ErrorCode.BadRequest, $"The values of {known.Name} are not listed: nearly every job has its own.", "Search for jobs instead.");
        var request = new SearchRequest([known.Name], conditions, [new SortKey(known.Name, "asc")], Distinct: true);
        var page = await search.FindAsync(caller, request, paging, cancellationToken);
        return page with { Rows = page.Rows.Select((writer, row, _) => row.GetProperty(known.Name).WriteTo(writer)) };
    }
}
