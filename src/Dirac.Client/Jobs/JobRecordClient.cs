using System.Text.Json;
using Dirac.Client.Http;
using Dirac.Model.Api;

namespace Dirac.Client.Jobs;

/// <summary>What is known about jobs by number, and changes of it, over REST. Submitting, finding and ending jobs: <see cref="JobClient"/>.</summary>
/// <param name="connection">The server; shared, not disposed here.</param>
/// <remarks>Thread-safe. Errors are those of <see cref="ApiConnection"/>.</remarks>
public sealed class JobRecordClient(ApiConnection connection)
{
    private static readonly ModelJsonContext Model = ModelJsonContext.Default;

    /// <summary>Attributes of many jobs.</summary>
    /// <param name="ids">Jobs, at most 100,000.</param>
    /// <param name="names">Columns wanted; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<JobAttributesReply> AttributesAsync(IReadOnlyList<long> ids, IReadOnlyList<string>? names = null, CancellationToken cancellationToken = default) =>
        connection.SendAsync(
            ApiRequest.WithJson(HttpMethod.Post, "/api/jobs/attributes", new JobValuesRequest(ids, names), Model.JobValuesRequest), Model.JobAttributesReply, cancellationToken);

    /// <summary>Parameters of many jobs.</summary>
    /// <param name="ids">Jobs, at most 100,000; the answer has at most 64 MiB.</param>
    /// <param name="names">Parameters wanted; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<JobParametersReply> ParametersAsync(IReadOnlyList<long> ids, IReadOnlyList<string>? names = null, CancellationToken cancellationToken = default) =>
        connection.SendAsync(
            ApiRequest.WithJson(HttpMethod.Post, "/api/jobs/parameters", new JobValuesRequest(ids, names), Model.JobValuesRequest), Model.JobParametersReply, cancellationToken);

    /// <summary>Parameters of one job.</summary>
    /// <param name="id">The job.</param>
    /// <param name="name">The only one wanted; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyDictionary<string, string>> ParametersAsync(long id, string? name, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.Get(Path(id, "parameters", name)), Model.IReadOnlyDictionaryStringString, cancellationToken);

    /// <summary>What optimizers have left for each other.</summary>
    /// <param name="id">The job.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyDictionary<string, string>> OptimizerParametersAsync(long id, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.Get(Path(id, "optimizer-parameters")), Model.IReadOnlyDictionaryStringString, cancellationToken);

    /// <summary>Parameters from before each rescheduling.</summary>
    /// <param name="id">The job.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How often it had been rescheduled → name → value.</returns>
    public Task<IReadOnlyDictionary<int, IReadOnlyDictionary<string, string>>> AtticAsync(long id, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.Get(Path(id, "attic-parameters")), Model.IReadOnlyDictionaryInt32IReadOnlyDictionaryStringString, cancellationToken);

    /// <summary>Figures of a running job, oldest first.</summary>
    /// <param name="id">The job.</param>
    /// <param name="latest">Only the last of each.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<HeartbeatSample>> HeartbeatsAsync(long id, bool latest = false, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.Get(Path(id, latest ? "heartbeats?latest=true" : "heartbeats")), Model.IReadOnlyListHeartbeatSample, cancellationToken);

    /// <summary>A job's input files.</summary>
    /// <param name="id">The job.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<JobInputFile>> InputDataAsync(long id, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.Get(Path(id, "input-data")), Model.IReadOnlyListJobInputFile, cancellationToken);

    /// <summary>A job's description.</summary>
    /// <param name="id">The job.</param>
    /// <param name="original">As it was submitted, instead of as the server derived it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<JobJdl> JdlAsync(long id, bool original = false, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.Get(Path(id, original ? "jdl?original=true" : "jdl")), Model.JobJdl, cancellationToken);

    /// <summary>Sets attributes; a status goes through the state machine.</summary>
    /// <param name="changes">Job → column → value; at most 10,000 jobs.</param>
    /// <param name="update">Whether the jobs count as updated now.</param>
    /// <param name="force">Skips the state machine; administrators only.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<BulkResult> SetAttributesAsync(
        IReadOnlyDictionary<long, IReadOnlyDictionary<string, JsonElement>> changes, bool update = false, bool force = false, CancellationToken cancellationToken = default) =>
        connection.SendAsync(
            ApiRequest.WithJson(
                HttpMethod.Patch,
                $"/api/jobs/attributes?update={(update ? "true" : "false")}&force={(force ? "true" : "false")}",
                changes,
                Model.IReadOnlyDictionaryInt64IReadOnlyDictionaryStringJsonElement),
            Model.BulkResult,
            cancellationToken);

    /// <summary>Sets parameters; others of the jobs stay.</summary>
    /// <param name="changes">Job → name → value; at most 10,000 jobs.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<BulkResult> SetParametersAsync(
        IReadOnlyDictionary<long, IReadOnlyDictionary<string, JsonElement>> changes, CancellationToken cancellationToken = default) =>
        connection.SendAsync(
            ApiRequest.WithJson(HttpMethod.Patch, "/api/jobs/parameters", changes, Model.IReadOnlyDictionaryInt64IReadOnlyDictionaryStringJsonElement),
            Model.BulkResult,
            cancellationToken);

    /// <summary>Starts jobs that a Python DIRAC has left Submitting: all of them, or none.</summary>
    /// <param name="ids">Jobs.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<BulkResult> ConfirmAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken = default) => ActAsync("confirm", ids, cancellationToken);

    /// <summary>Removes jobs for good, with everything that is known about them.</summary>
    /// <param name="ids">Jobs.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<BulkResult> RemoveAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken = default) => ActAsync("remove", ids, cancellationToken);

    /// <summary>Puts jobs back to the start with their count of reschedulings begun anew; administrators only.</summary>
    /// <param name="ids">Jobs.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<BulkResult> ResetAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken = default) => ActAsync("reschedule?reset_jobs=true", ids, cancellationToken);

    private Task<BulkResult> ActAsync(string verb, IReadOnlyList<long> ids, CancellationToken cancellationToken) => connection.SendAsync(
        ApiRequest.WithJson(HttpMethod.Post, $"/api/jobs/{verb}", new JobIdList(ids), Model.JobIdList), Model.BulkResult, cancellationToken);

    private static string Path(long id, string what, string? name = null) =>
        name is null ? $"/api/jobs/{id}/{what}" : $"/api/jobs/{id}/{what}?name={Uri.EscapeDataString(name)}";
}
