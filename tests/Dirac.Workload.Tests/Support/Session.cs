using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Dirac.Model.Api;

namespace Dirac.Workload.Tests.Support;

/// <summary>One caller's way to the server: its token goes with every request.</summary>
internal sealed class Session(HttpClient client, string? token)
{
    private static readonly ModelJsonContext Model = ModelJsonContext.Default;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Reply> PostAsync(string path, string json) => SendAsync(HttpMethod.Post, path, Body(json));

    public Task<Reply> PatchAsync(string path, string json) => SendAsync(HttpMethod.Patch, path, Body(json));

    public Task<Reply> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public async Task<Reply> SendAsync(HttpMethod method, string path, HttpContent? body, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };

        // Lets the server refuse a large body before it is sent.
        request.Headers.ExpectContinue = body?.Headers.ContentLength > 1 << 20;
        if (idempotencyKey is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request, Cancellation);
        return await Reply.OfAsync(response);
    }

    /// <summary>Calls a method of one of DIRAC's services as its https clients do; the text of the reply.</summary>
    /// <param name="method">As <c>JobMonitoring.getJobsStatus</c>.</param>
    /// <param name="arguments">A JSON list.</param>
    public async Task<string> CallAsync(string method, string arguments)
    {
        var parts = method.Split('.');
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("method", parts[1]), KeyValuePair.Create("args", arguments)]);
        return (await SendAsync(HttpMethod.Post, $"/WorkloadManagement/{parts[0]}", form)).MustBe(HttpStatusCode.OK).Text;
    }

    public Task<Reply> TrySubmitAsync(params string[] descriptions) =>
        PostAsync("/api/jobs/jdl", JsonSerializer.Serialize(descriptions, Model.IReadOnlyListString));

    public Task<Reply> TrySubmitWithKeyAsync(string key, params string[] descriptions) =>
        SendAsync(HttpMethod.Post, "/api/jobs/jdl", Body(JsonSerializer.Serialize(descriptions, Model.IReadOnlyListString)), key);

    public async Task<IReadOnlyList<long>> SubmitAsync(params string[] descriptions) =>
        [.. (await TrySubmitAsync(descriptions)).Read(Model.IReadOnlyListSubmittedJob).Select(job => job.JobID)];

    public async Task<JobDetails> DescribeAsync(long id) => (await GetAsync($"/api/jobs/{id}")).Read(Model.JobDetails);

    public async Task<IReadOnlyList<LoggingRecord>> LogAsync(long id) => (await GetAsync($"/api/jobs/{id}/logging")).Read(Model.IReadOnlyListLoggingRecord);

    public Task<Reply> SearchAsync(string body, string query = "") => PostAsync($"/api/jobs/search{query}", body);

    /// <summary>One job's row.</summary>
    public async Task<JsonElement> RowAsync(long id)
    {
        var reply = await SearchAsync($$"""{"search":[{"parameter":"JobID","operator":"eq","value":{{id}}}]}""");
        return Assert.Single(reply.Read(Model.IReadOnlyListJsonElement));
    }

    public async Task<string> StatusAsync(long id) => (await RowAsync(id)).GetProperty("Status").GetString()!;

    public Task<string> BecomesAsync(long id, string status) => Eventually.SeeAsync(() => StatusAsync(id), seen => seen == status, $"Job {id} {status}");

    public async Task<BulkResult> ControlAsync(string verb, params long[] ids) =>
        (await PostAsync($"/api/jobs/{verb}", $$"""{"job_ids":[{{string.Join(',', ids)}}]}""")).Read(Model.BulkResult);

    public Task<Reply> TryMatchAsync(MatchRequest request) => PostAsync("/api/pilots/match", JsonSerializer.Serialize(request, Model.MatchRequest));

    public async Task<MatchReply?> MatchAsync(MatchRequest request)
    {
        var reply = await TryMatchAsync(request);
        return reply.Text.Length == 0 ? null : reply.Read(Model.MatchReply);
    }

    public async Task<IReadOnlyList<ReportVerdict>> ReportAsync(params AttemptReport[] reports) =>
        (await PostAsync("/api/pilots/report", JsonSerializer.Serialize(new ReportRequest(reports), Model.ReportRequest))).Read(Model.ReportReply).Verdicts;

    public async Task<PilotHeartbeatReply> BeatAsync(PilotHeartbeatRequest request) =>
        (await PostAsync("/api/pilots/heartbeat", JsonSerializer.Serialize(request, Model.PilotHeartbeatRequest))).Read(Model.PilotHeartbeatReply);

    private static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");
}
