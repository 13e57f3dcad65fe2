using Dirac.Client.Http;
using Dirac.Model.Api;

namespace Dirac.Client.Statuses;

/// <summary>Statuses of sites and resources, and their downtimes.</summary>
/// <param name="connection">The server; shared, not disposed here.</param>
/// <remarks>Thread-safe. Errors are those of <see cref="ApiConnection"/>.</remarks>
public sealed class StatusClient(ApiConnection connection)
{
    private static readonly ModelJsonContext Json = ModelJsonContext.Default;

    /// <summary>What counts for the caller's VO, by name.</summary>
    /// <param name="kind">site, compute, storage or fts.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<ElementStatus>> ListAsync(string kind, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.Get($"/api/rss/status/{kind}"), Json.IReadOnlyListElementStatus, cancellationToken);

    /// <summary>What was said of an element, the newest first.</summary>
    /// <param name="kind">site, compute, storage or fts.</param>
    /// <param name="name">The element.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<StatusHistoryLine>> HistoryAsync(string kind, string name, int limit = 100, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.Get($"{Path(kind, name)}/history?limit={limit}"), Json.IReadOnlyListStatusHistoryLine, cancellationToken);

    /// <summary>Sets a status.</summary>
    /// <param name="kind">site, compute, storage or fts.</param>
    /// <param name="name">The element.</param>
    /// <param name="change">What is said.</param>
    /// <param name="cancellationToken">Ends the call; it may have been set.</param>
    public async Task SetAsync(string kind, string name, ElementStatusChange change, CancellationToken cancellationToken = default)
    {
        var call = ApiRequest.WithJson(HttpMethod.Put, Path(kind, name), change, Json.ElementStatusChange);
        (await connection.SendAsync(call, cancellationToken).ConfigureAwait(false)).Dispose();
    }

    /// <summary>Downtimes that are not over; or the latest of all.</summary>
    /// <param name="all">Those that are over, too.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<DowntimeInfo>> DowntimesAsync(bool all = false, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.Get($"/api/rss/downtimes?all={(all ? "true" : "false")}"), Json.IReadOnlyListDowntimeInfo, cancellationToken);

    /// <summary>Plans a downtime.</summary>
    /// <param name="plan">Of what, when and why.</param>
    /// <param name="cancellationToken">Ends the call; it may have been planned.</param>
    public Task<DowntimeInfo> PlanAsync(NewDowntime plan, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.WithJson(HttpMethod.Post, "/api/rss/downtimes", plan, Json.NewDowntime), Json.DowntimeInfo, cancellationToken);

    /// <summary>Withdraws a downtime: it does not begin, or it ends now.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task CancelAsync(long id, CancellationToken cancellationToken = default) =>
        (await connection.SendAsync(new ApiRequest(HttpMethod.Delete, $"/api/rss/downtimes/{id}"), cancellationToken).ConfigureAwait(false)).Dispose();

    private static string Path(string kind, string name) => $"/api/rss/status/{kind}/{Uri.EscapeDataString(name)}";
}
