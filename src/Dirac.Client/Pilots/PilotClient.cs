using System.Net;
using Dirac.Client.Http;
using Dirac.Client.Jobs;
using Dirac.Model.Api;

namespace Dirac.Client.Pilots;

/// <summary>What pilots, and people who look after them, ask of a server.</summary>
/// <param name="connection">The server; shared, not disposed here.</param>
/// <remarks>Thread-safe. Errors are those of <see cref="ApiConnection"/>.</remarks>
public sealed class PilotClient(ApiConnection connection)
{
    /// <summary>Asks for one job; null when none fitted within the wait.</summary>
    /// <param name="request">What is offered; repeat it unchanged when the reply was lost.</param>
    /// <param name="cancellationToken">Ends the call; a job may have been given.</param>
    public async Task<MatchReply?> MatchAsync(MatchRequest request, CancellationToken cancellationToken = default)
    {
        var call = ApiRequest.WithJson(HttpMethod.Post, "/api/pilots/match", request, PilotJsonContext.Default.MatchRequest)
            with { Wait = TimeSpan.FromSeconds(request.WaitSeconds) };
        using var response = await connection.SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NoContent) return null;
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return await System.Text.Json.JsonSerializer
            .DeserializeAsync(stream, PilotJsonContext.Default.MatchReply, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Delivers reports; safe to repeat.</summary>
    /// <param name="request">Reports of attempts this pilot holds.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ReportReply> ReportAsync(ReportRequest request, CancellationToken cancellationToken = default) => connection.SendAsync(
        ApiRequest.WithJson(HttpMethod.Post, "/api/pilots/report", request, PilotJsonContext.Default.ReportRequest),
        PilotJsonContext.Default.ReportReply,
        cancellationToken);

    /// <summary>Renews leases and collects commands; held by the server for the wait asked for while there is none.</summary>
    /// <param name="request">Attempts held, heartbeats, commands done.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<PilotHeartbeatReply> HeartbeatAsync(PilotHeartbeatRequest request, CancellationToken cancellationToken = default) => connection.SendAsync(
        ApiRequest.WithJson(HttpMethod.Post, "/api/pilots/heartbeat", request, PilotJsonContext.Default.PilotHeartbeatRequest)
            with { Wait = TimeSpan.FromSeconds(request.WaitSeconds) },
        PilotJsonContext.Default.PilotHeartbeatReply,
        cancellationToken);

    /// <summary>Changes a pilot's row.</summary>
    /// <param name="stamp">The pilot.</param>
    /// <param name="change">What changes.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task UpdateAsync(string stamp, PilotMetadata change, CancellationToken cancellationToken = default)
    {
        var body = new Dictionary<string, PilotMetadata> { [stamp] = change };
        var call = ApiRequest.WithJson(HttpMethod.Patch, "/api/pilots/metadata", body, PilotJsonContext.Default.IReadOnlyDictionaryStringPilotMetadata);
        (await connection.SendAsync(call, cancellationToken).ConfigureAwait(false)).Dispose();
    }

    /// <summary>Adds lines to a pilot's log; safe to repeat when they are numbered.</summary>
    /// <param name="stamp">The pilot.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<PilotLogTaken> SendLogAsync(string stamp, PilotLogLines lines, CancellationToken cancellationToken = default) => connection.SendAsync(
        ApiRequest.WithJson(HttpMethod.Post, Path(stamp, "/log"), lines, PilotJsonContext.Default.PilotLogLines), PilotJsonContext.Default.PilotLogTaken, cancellationToken);

    /// <summary>Hands in what a pilot printed.</summary>
    /// <param name="stamp">The pilot.</param>
    /// <param name="output">What it printed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task SendOutputAsync(string stamp, PilotOutput output, CancellationToken cancellationToken = default)
    {
        var call = ApiRequest.WithJson(HttpMethod.Post, Path(stamp, "/output"), output, PilotJsonContext.Default.PilotOutput);
        (await connection.SendAsync(call, cancellationToken).ConfigureAwait(false)).Dispose();
    }

    /// <summary>Finds pilots.</summary>
    /// <param name="search">Conditions, columns, order.</param>
    /// <param name="page">Counted from 1.</param>
    /// <param name="perPage">1 to 10,000.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<SearchPage> SearchAsync(SearchRequest search, int page = 1, int perPage = 100, CancellationToken cancellationToken = default) => SearchPage.ReadAsync(
        connection,
        ApiRequest.WithJson(HttpMethod.Post, $"/api/pilots/search?page={page}&per_page={perPage}", search, ModelJsonContext.Default.SearchRequest)
            with { AlsoAccept = HttpStatusCode.RequestedRangeNotSatisfiable },
        cancellationToken);

    /// <summary>Counts pilots by columns.</summary>
    /// <param name="request">Columns and conditions.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<System.Text.Json.JsonElement>> SummariseAsync(SummaryRequest request, CancellationToken cancellationToken = default) => connection.SendAsync(
        ApiRequest.WithJson(HttpMethod.Post, "/api/pilots/summary", request, ModelJsonContext.Default.SummaryRequest),
        ModelJsonContext.Default.IReadOnlyListJsonElement,
        cancellationToken);

    /// <summary>Gets a limited proxy of a job's owner, for an attempt that this pilot holds.</summary>
    /// <param name="request">Which attempt, and the key.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<PilotProxyReply> GetOwnerProxyAsync(PilotProxyRequest request, CancellationToken cancellationToken) => connection.SendAsync(
        ApiRequest.WithJson(HttpMethod.Post, "/api/pilots/proxy", request, PilotJsonContext.Default.PilotProxyRequest),
        PilotJsonContext.Default.PilotProxyReply,
        cancellationToken);

    /// <summary>Gets a token with which the payload of an attempt that this pilot holds acts for the job's owner.</summary>
    /// <param name="request">Which attempt.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TokenReply> GetOwnerTokenAsync(PilotTokenRequest request, CancellationToken cancellationToken) => connection.SendAsync(
        ApiRequest.WithJson(HttpMethod.Post, "/api/pilots/token", request, PilotJsonContext.Default.PilotTokenRequest),
        PilotJsonContext.Default.TokenReply,
        cancellationToken);

    /// <summary>Gets a secret with which pilots may log in.</summary>
    /// <param name="request">For which VO and site, how often, how long.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<PilotSecretReply> CreateSecretAsync(PilotSecretRequest request, CancellationToken cancellationToken = default) => connection.SendAsync(
        ApiRequest.WithJson(HttpMethod.Post, "/api/pilots/secrets", request, ModelJsonContext.Default.PilotSecretRequest),
        ModelJsonContext.Default.PilotSecretReply,
        cancellationToken);

    private static string Path(string stamp, string part = "") => $"/api/pilots/{Uri.EscapeDataString(stamp)}{part}";
}
