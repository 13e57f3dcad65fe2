using System.Net;
using System.Text.Json;
using Dirac.Client.Http;
using Dirac.Model.Api;

namespace Dirac.Client.Jobs;

/// <summary>Everything a user does with jobs, over REST.</summary>
/// <param name="connection">The server; shared, not disposed here.</param>
/// <remarks>Thread-safe. Errors are those of <see cref="ApiConnection"/>.</remarks>
public sealed class JobClient(ApiConnection connection)
{
    /// <summary>Submits descriptions; all are accepted or none.</summary>
    /// <param name="jdls">JDL texts: several plain ones, or one parametric.</param>
    /// <param name="cancellationToken">Ends the call; the jobs may have been accepted.</param>
    /// <returns>The jobs in order.</returns>
    public Task<IReadOnlyList<SubmittedJob>> SubmitAsync(IReadOnlyList<string> jdls, CancellationToken cancellationToken = default) =>
        SubmitAsync(jdls, null, cancellationToken);

    /// <summary>Submits descriptions under a name, so that the call may be repeated when its answer was lost: the second time it makes no jobs.</summary>
    /// <param name="jdls">JDL texts: several plain ones, or one parametric.</param>
    /// <param name="key">1 to 128 visible ASCII letters, new for every submission; null gives no name.</param>
    /// <param name="cancellationToken">Ends the call; the jobs may have been accepted.</param>
    /// <returns>The jobs in order.</returns>
    public Task<IReadOnlyList<SubmittedJob>> SubmitAsync(IReadOnlyList<string> jdls, string? key, CancellationToken cancellationToken = default) =>
        connection.SendAsync(
            ApiRequest.WithJson(HttpMethod.Post, "/api/jobs/jdl", jdls, ModelJsonContext.Default.IReadOnlyListString) with
            {
                IdempotencyKey = key, Wait = TimeSpan.FromMinutes(5),
            },
            ModelJsonContext.Default.IReadOnlyListSubmittedJob,
            cancellationToken);

    /// <summary>Finds jobs.</summary>
    /// <param name="search">Conditions, columns, order.</param>
    /// <param name="page">Counted from 1.</param>
    /// <param name="perPage">1 to 10,000.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<SearchPage> SearchAsync(SearchRequest search, int page = 1, int perPage = 100, CancellationToken cancellationToken = default)
    {
        var request = ApiRequest.WithJson(HttpMethod.Post, $"/api/jobs/search?page={page}&per_page={perPage}", search, ModelJsonContext.Default.SearchRequest)
            with { AlsoAccept = HttpStatusCode.RequestedRangeNotSatisfiable };
        return await SearchPage.ReadAsync(connection, request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds the jobs behind a page.</summary>
    /// <param name="search">Conditions, columns, order: the same as for the page.</param>
    /// <param name="after">The page's <see cref="SearchPage.Next"/>.</param>
    /// <param name="perPage">1 to 10,000.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<SearchPage> SearchAfterAsync(SearchRequest search, string after, int perPage = 100, CancellationToken cancellationToken = default) =>
        SearchPage.ReadAsync(
            connection,
            ApiRequest.WithJson(HttpMethod.Post, $"/api/jobs/search?after={after}&per_page={perPage}", search, ModelJsonContext.Default.SearchRequest),
            cancellationToken);

    /// <summary>The VO's jobs by site.</summary>
    /// <param name="owner">Only jobs of this user; null means everybody's.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<SiteJobs>> SitesAsync(string? owner = null, CancellationToken cancellationToken = default) => connection.SendAsync(
        ApiRequest.Get(owner is null ? "/api/jobs/sites" : $"/api/jobs/sites?Owner.eq={Uri.EscapeDataString(owner)}"), ModelJsonContext.Default.IReadOnlyListSiteJobs, cancellationToken);

    /// <summary>Counts jobs by columns.</summary>
    /// <param name="summary">Columns and conditions.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>One object for each combination, with <c>count</c>.</returns>
    public Task<IReadOnlyList<JsonElement>> SummaryAsync(SummaryRequest summary, CancellationToken cancellationToken = default) =>
        connection.SendAsync(
            ApiRequest.WithJson(HttpMethod.Post, "/api/jobs/summary", summary, ModelJsonContext.Default.SummaryRequest),
            ModelJsonContext.Default.IReadOnlyListJsonElement,
            cancellationToken);

    /// <summary>Sets statuses by job and time (ISO 8601, UTC); Killed and Deleted end jobs.</summary>
    /// <param name="updates">Job → time → update.</param>
    /// <param name="force">Skips the state machine; administrators only.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<BulkResult> SetStatusAsync(
        IReadOnlyDictionary<long, IReadOnlyDictionary<string, StatusUpdate>> updates, bool force = false, CancellationToken cancellationToken = default) =>
        connection.SendAsync(
            ApiRequest.WithJson(
                HttpMethod.Patch,
                force ? "/api/jobs/status?force=true" : "/api/jobs/status",
                updates,
                ModelJsonContext.Default.IReadOnlyDictionaryInt64IReadOnlyDictionaryStringStatusUpdate),
            ModelJsonContext.Default.BulkResult,
            cancellationToken);

    /// <summary>Kills jobs that can be killed.</summary>
    /// <param name="ids">Jobs.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<BulkResult> KillAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken = default) => ActAsync("kill", ids, cancellationToken);

    /// <summary>Deletes jobs; running ones are killed first.</summary>
    /// <param name="ids">Jobs.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<BulkResult> DeleteAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken = default) => ActAsync("delete", ids, cancellationToken);

    /// <summary>Puts jobs back to the start.</summary>
    /// <param name="ids">Jobs.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<BulkResult> RescheduleAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken = default) => ActAsync("reschedule", ids, cancellationToken);

    /// <summary>A job's history, oldest first.</summary>
    /// <param name="id">The job.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<LoggingRecord>> LogAsync(long id, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.Get($"/api/jobs/{id}/logging"), ModelJsonContext.Default.IReadOnlyListLoggingRecord, cancellationToken);

    /// <summary>A job's descriptions, parameters, attempts and the reason for its state.</summary>
    /// <param name="id">The job.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<JobDetails> DetailsAsync(long id, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.Get($"/api/jobs/{id}"), ModelJsonContext.Default.JobDetails, cancellationToken);

    /// <summary>The last lines of a running payload's standard output; empty before the first heartbeat.</summary>
    /// <param name="id">The job.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<string> PeekAsync(long id, CancellationToken cancellationToken = default) =>
        (await DetailsAsync(id, cancellationToken).ConfigureAwait(false)).Parameters.GetValueOrDefault("StandardOutput", "");

    /// <summary>The names of a job's sandboxes of one kind.</summary>
    /// <param name="id">The job.</param>
    /// <param name="kind"><c>input</c> or <c>output</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyList<string>> SandboxesAsync(long id, string kind, CancellationToken cancellationToken = default)
    {
        var names = await connection
            .SendAsync(ApiRequest.Get($"/api/jobs/{id}/sandbox/{kind}"), ModelJsonContext.Default.IReadOnlyListString, cancellationToken)
            .ConfigureAwait(false);
        return [.. names.Where(name => name is not null)];
    }

    private Task<BulkResult> ActAsync(string verb, IReadOnlyList<long> ids, CancellationToken cancellationToken) => connection.SendAsync(
        ApiRequest.WithJson(HttpMethod.Post, $"/api/jobs/{verb}", new JobIdList(ids), ModelJsonContext.Default.JobIdList),
        ModelJsonContext.Default.BulkResult,
        cancellationToken);
}
