using System.Text.Json.Serialization.Metadata;
using Dirac.Client.Http;
using Dirac.Model.Api;

namespace Dirac.Client.Pilots;

/// <summary>What people who look after pilots ask of a server.</summary>
/// <param name="connection">The server; shared, not disposed here.</param>
/// <remarks>Thread-safe. Errors are those of <see cref="ApiConnection"/>.</remarks>
public sealed class PilotRecordClient(ApiConnection connection)
{
    private static readonly ModelJsonContext Json = ModelJsonContext.Default;

    /// <summary>All about a pilot.</summary>
    /// <param name="stamp">The pilot.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<PilotDetails> DescribeAsync(string stamp, CancellationToken cancellationToken = default) => GetAsync(Path(stamp), Json.PilotDetails, cancellationToken);

    /// <summary>A pilot's jobs, the newest first.</summary>
    /// <param name="stamp">The pilot.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<PilotJob>> JobsAsync(string stamp, CancellationToken cancellationToken = default) => GetAsync(Path(stamp) + "/jobs", Json.IReadOnlyListPilotJob, cancellationToken);

    /// <summary>What a pilot printed.</summary>
    /// <param name="stamp">The pilot.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<PilotOutputReply> OutputAsync(string stamp, CancellationToken cancellationToken = default) => GetAsync(Path(stamp) + "/output", Json.PilotOutputReply, cancellationToken);

    /// <summary>Lines of a pilot's log after a number.</summary>
    /// <param name="stamp">The pilot.</param>
    /// <param name="after">Number of the last line known.</param>
    /// <param name="tail">Only so many of the last lines; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<PilotLogPage> LogAsync(string stamp, long after = 0, int? tail = null, CancellationToken cancellationToken = default) =>
        GetAsync($"{Path(stamp)}/log?after={after}&limit=10000{(tail is null ? "" : $"&tail={tail}")}", Json.PilotLogPage, cancellationToken);

    /// <summary>Orders pilots to stop.</summary>
    /// <param name="request">Which, why, and how soon.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<PilotBulkResult> KillAsync(PilotKillRequest request, CancellationToken cancellationToken = default) =>
        PostAsync("/api/pilots/kill", request, Json.PilotKillRequest, Json.PilotBulkResult, cancellationToken);

    /// <summary>Removes pilots that have ended from the records.</summary>
    /// <param name="stamps">Which.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<PilotBulkResult> DeleteAsync(IReadOnlyList<string> stamps, CancellationToken cancellationToken = default) =>
        PostAsync("/api/pilots/delete", new PilotStampList(stamps), Json.PilotStampList, Json.PilotBulkResult, cancellationToken);

    /// <summary>Removes old pilots from the records.</summary>
    /// <param name="request">How old.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<PilotClearReply> ClearAsync(PilotClearRequest request, CancellationToken cancellationToken = default) =>
        PostAsync("/api/pilots/clear", request, Json.PilotClearRequest, Json.PilotClearReply, cancellationToken);

    /// <summary>Statistics of groups of pilots.</summary>
    /// <param name="request">Which pilots, and what makes a group.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<PilotGroup>> GroupAsync(PilotGroupRequest request, CancellationToken cancellationToken = default) =>
        PostAsync("/api/pilots/grouped", request, Json.PilotGroupRequest, Json.IReadOnlyListPilotGroup, cancellationToken);

    /// <summary>The pilots a job had, the first first.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<PilotOfJob>> OfJobAsync(long job, CancellationToken cancellationToken = default) => GetAsync($"/api/jobs/{job}/pilots", Json.IReadOnlyListPilotOfJob, cancellationToken);

    /// <summary>What the last of a job's pilots printed.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<PilotOutputReply> OutputOfJobAsync(long job, CancellationToken cancellationToken = default) => GetAsync($"/api/jobs/{job}/pilot-output", Json.PilotOutputReply, cancellationToken);

    private static string Path(string stamp) => $"/api/pilots/{Uri.EscapeDataString(stamp)}";

    private Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) => connection.SendAsync(ApiRequest.Get(path), type, cancellationToken);

    private Task<TReply> PostAsync<TRequest, TReply>(
        string path, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TReply> replyType, CancellationToken cancellationToken) =>
        connection.SendAsync(ApiRequest.WithJson(HttpMethod.Post, path, request, requestType), replyType, cancellationToken);
}
