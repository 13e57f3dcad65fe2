using System.Runtime.CompilerServices;
using System.Text.Json;
using Dirac.Client.Jobs;
using Dirac.Model.Api;

namespace Dirac.Cli.Jobs;

/// <summary>Searches that go through all pages.</summary>
internal static class JobSearch
{
    private const int IdsPerSearch = 1_000;
    private const int RowsPerPage = 10_000;

    /// <summary>The condition that a job is one of these.</summary>
    /// <param name="ids">At least one job.</param>
    public static SearchCondition OneOf(IEnumerable<long> ids) =>
        new("JobID", "in", Values: [.. ids.Select(id => JsonSerializer.SerializeToElement(id, ModelJsonContext.Default.Int64))]);

    /// <summary>The rows of these jobs; those that do not exist for the caller are missing.</summary>
    /// <param name="jobs">The server.</param>
    /// <param name="ids">The jobs.</param>
    /// <param name="columns">Columns wanted, JobID among them.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static async Task<IReadOnlyList<JobRow>> FindAsync(
        JobClient jobs, IReadOnlyList<long> ids, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        var rows = new List<JobRow>(ids.Count);
        foreach (var chunk in ids.Chunk(IdsPerSearch))
        {
            var page = await jobs.SearchAsync(new SearchRequest(columns, [OneOf(chunk)]), 1, IdsPerSearch, cancellationToken);
            rows.AddRange(page.Rows.Select(row => new JobRow(row)));
        }

        return rows;
    }

    /// <summary>The numbers of all jobs that fit, ascending.</summary>
    /// <param name="jobs">The server.</param>
    /// <param name="filter">Which jobs.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static async Task<IReadOnlyList<long>> FindIdsAsync(JobClient jobs, JobFilter filter, CancellationToken cancellationToken)
    {
        var request = new SearchRequest(["JobID"], filter.ToConditions(), [new SortKey("JobID", "asc")]);
        var ids = new List<long>();
        await foreach (var page in PagesAsync(jobs, request, cancellationToken)) ids.AddRange(page.Rows.Select(row => new JobRow(row).Id));
        return ids;
    }

    /// <summary>All pages of a search, by cursor: jobs that come or go meanwhile move no other job to another page.</summary>
    /// <param name="jobs">The server.</param>
    /// <param name="request">The search, with an order.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static async IAsyncEnumerable<SearchPage> PagesAsync(JobClient jobs, SearchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = await jobs.SearchAsync(request, 1, RowsPerPage, cancellationToken);
        yield return page;
        while (page.Next is { } next)
        {
            page = await jobs.SearchAfterAsync(request, next, RowsPerPage, cancellationToken);
            yield return page;
        }
    }
}
