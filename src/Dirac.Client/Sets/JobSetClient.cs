using Dirac.Client.Http;
using Dirac.Model.Api;

namespace Dirac.Client.Sets;

/// <summary>Everything a user does with sets of jobs, over REST.</summary>
/// <param name="connection">The server; shared, not disposed here.</param>
/// <remarks>Thread-safe. Errors are those of <see cref="ApiConnection"/>.</remarks>
public sealed class JobSetClient(ApiConnection connection)
{
    private const string Path = "/api/job-sets";
    private static readonly ModelJsonContext Json = ModelJsonContext.Default;

    /// <summary>Makes a set.</summary>
    /// <param name="set">Its jobs and rules.</param>
    /// <param name="cancellationToken">Ends the call; the set may have been made.</param>
    public Task<JobSetChange> CreateAsync(NewJobSet set, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.WithJson(HttpMethod.Post, Path, set, Json.NewJobSet), Json.JobSetChange, cancellationToken);

    /// <summary>Sets, the newest first.</summary>
    /// <param name="all">Those of others too, as far as one may see them.</param>
    /// <param name="limit">1 to 10,000.</param>
    /// <param name="before">Only those with a lower number.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<JobSetInfo>> ListAsync(bool all = false, int limit = 100, long before = long.MaxValue, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.Get($"{Path}?all={(all ? "true" : "false")}&limit={limit}&before={before}"), Json.IReadOnlyListJobSetInfo, cancellationToken);

    /// <summary>A set with its rules and notices.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<JobSetInfo> GetAsync(long id, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.Get($"{Path}/{id}"), Json.JobSetInfo, cancellationToken);

    /// <summary>A set, when it has come so far or the time is over.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="seconds">1 to 60.</param>
    /// <param name="until"><c>all-ended</c> or <c>first-failed</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<JobSetInfo> WaitAsync(long id, int seconds, string until, CancellationToken cancellationToken = default) =>
        connection.SendAsync(
            ApiRequest.Get($"{Path}/{id}?wait={seconds}&until={Uri.EscapeDataString(until)}") with { Wait = TimeSpan.FromSeconds(seconds) }, Json.JobSetInfo, cancellationToken);

    /// <summary>Jobs of a set, by number.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="state">Active, Done, Failed, Killed or Deleted; null: all.</param>
    /// <param name="after">Only those with a higher number.</param>
    /// <param name="limit">1 to 10,000.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<JobSetMember>> JobsAsync(long id, string? state = null, long after = 0, int limit = 100, CancellationToken cancellationToken = default) =>
        connection.SendAsync(
            ApiRequest.Get($"{Path}/{id}/jobs?after={after}&limit={limit}{(state is null ? "" : $"&state={Uri.EscapeDataString(state)}")}"), Json.IReadOnlyListJobSetMember, cancellationToken);

    /// <summary>Adds jobs to a set.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="jobs">Which.</param>
    /// <param name="cancellationToken">Ends the call; some may have been added.</param>
    public Task<JobSetChange> AddAsync(long id, JobSetAddition jobs, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.WithJson(HttpMethod.Post, $"{Path}/{id}/jobs", jobs, Json.JobSetAddition), Json.JobSetChange, cancellationToken);

    /// <summary>Says that no more jobs will be added.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<JobSetInfo> CloseAsync(long id, CancellationToken cancellationToken = default) =>
        connection.SendAsync(new ApiRequest(HttpMethod.Post, $"{Path}/{id}/close"), Json.JobSetInfo, cancellationToken);

    /// <summary>Withdraws what a set has not begun to do.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="kill">Whether its jobs are killed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<JobSetInfo> CancelAsync(long id, bool kill, CancellationToken cancellationToken = default) =>
        connection.SendAsync(new ApiRequest(HttpMethod.Post, $"{Path}/{id}/cancel?kill={(kill ? "true" : "false")}"), Json.JobSetInfo, cancellationToken);

    /// <summary>Removes a set; its jobs stay.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task DeleteAsync(long id, CancellationToken cancellationToken = default)
    {
        using var response = await connection.SendAsync(new ApiRequest(HttpMethod.Delete, $"{Path}/{id}"), cancellationToken).ConfigureAwait(false);
    }
}
