using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;

namespace Dirac.Workload.Jobs.Search;

/// <summary>A page of jobs together with the numbers of the whole selection by status, in one call.</summary>
internal sealed class ShowJobPage(JobSearch search)
{
    private static readonly string[] Grouping = ["Status"];

    public async Task<JobPage> RunAsync(Caller caller, SearchRequest request, Paging paging, CancellationToken cancellationToken)
    {
        var page = await search.FindAsync(caller, request, paging, cancellationToken);
        var statuses = await StatusesAsync(caller, request, cancellationToken);
        var exact = page.Total is { Rows: not null, IsExact: true };
        return new JobPage(page.Rows.Elements, page.Total.Rows, exact, statuses, page.Next);
    }

    // The page is worth showing even when its surroundings cost too much.
    private async Task<IReadOnlyDictionary<string, long>?> StatusesAsync(Caller caller, SearchRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var rows = await search.SummariseAsync(caller, new SummaryRequest(Grouping, request.Search), cancellationToken);
            return rows.Elements.ToDictionary(row => row.GetProperty("Status").GetString()!, row => row.GetProperty("count").GetInt64());
        }
        catch (DiracException error) when (error.Code == ErrorCode.TooCostly)
        {
            return null;
        }
    }
}
