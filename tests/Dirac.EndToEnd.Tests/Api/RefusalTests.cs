using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dirac.EndToEnd.Tests.Api;

/// <summary>Values that DiracX does not take are refused as there: with 422, and with their places.</summary>
[Collection(nameof(ApiServer))]
public sealed class RefusalTests(ApiServer server)
{
    private const int NotUnderstood = 422;
    private const string Checksum = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    [Theory]
    [InlineData("post", "/api/jobs/sandbox", $$"""{"checksum_algorithm": "md5", "checksum": "{{Checksum}}", "size": 4, "format": "tar.zst"}""", "body checksum_algorithm")]
    [InlineData("post", "/api/jobs/sandbox", """{"checksum_algorithm": "sha256", "checksum": "abc", "size": 0, "format": "zip"}""", "body checksum, body size, body format")]
    [InlineData("get", "/api/jobs/sandbox?pfn=nonsense", null, "query pfn")]
    [InlineData("get", "/api/jobs/1/sandbox/nonsense", null, "path sandbox_type")]
    [InlineData("get", "/api/jobs/one/sandbox/input", null, "path job_id")]
    [InlineData("get", "/api/jobs/one/sandbox", null, "path job_id")]
    [InlineData("delete", "/api/jobs/one/sandbox", null, "path job_id")]
    [InlineData("patch", "/api/jobs/one/sandbox/output", "\"x\"", "path job_id")]
    [InlineData("patch", "/api/jobs/1/sandbox/output", "\"nonsense\"", "body")]
    [InlineData("post", "/api/jobs/jdl", "[null]", "body [0]")]
    [InlineData("post", "/api/jobs/search", """{"search": [{"parameter": "Status", "operator": "is", "value": "x"}]}""", "body search [0] operator")]
    [InlineData("post", "/api/jobs/search", """{"search": [null, {"parameter": "Status", "operator": "eq"}]}""", "body search [0], body search [1] value")]
    [InlineData("post", "/api/jobs/search", """{"search": [{"parameter": "Status", "operator": "in", "values": [["x"]]}]}""", "body search [0] values [0]")]
    [InlineData("post", "/api/jobs/search", """{"sort": [{"parameter": "Status", "direction": "up"}], "parameters": [null]}""", "body parameters [0], body sort [0] direction")]
    [InlineData("post", "/api/jobs/search?per_page=10001", null, "query per_page")]
    [InlineData("post", "/api/jobs/summary", """{"grouping": [null], "search": [{"parameter": "Status", "operator": "not in"}]}""", "body grouping [0], body search [0] values")]
    [InlineData("post", "/api/pilots/search", """{"search": [{"parameter": "Status", "operator": "", "value": "x"}]}""", "body search [0] operator")]
    [InlineData("post", "/api/pilots/summary", """{"grouping": ["Status"], "search": [{"parameter": "Status", "operator": "=", "value": "x"}]}""", "body search [0] operator")]
    [InlineData("patch", "/api/jobs/status", """{"9": {"2026-03-28T14:05:00Z": {"Status": "Dnoe"}}}""", "body 9 2026-03-28T14:05:00Z Status")]
    [InlineData("patch", "/api/jobs/status", """{"9": {"2026-03-28T14:05:00.5Z": 7}}""", "body 9 2026-03-28T14:05:00.5Z")]
    [InlineData("post", "/api/jobs/search", """{"search": [{"parameter": "JobID", "operator": "in", "values": [1]}, {"parameter": 7}]}""", "body search [1] parameter")]
    [InlineData("patch", "/api/jobs/status", """{"9": {"then": null}, "10": null}""", "body 10, body 9 then, body 9 then")]
    [InlineData("patch", "/api/jobs/metadata", """{"9": {"UserPriority": "high", "HostName": "node7"}}""", "body 9 UserPriority")]
    [InlineData("patch", "/api/jobs/metadata", """{"9": {"StartExecTime": "then", "VerifiedFlag": 7}}""", "body 9 StartExecTime, body 9 VerifiedFlag")]
    [InlineData("patch", "/api/jobs/heartbeat", """{"9": null}""", "body 9")]
    [InlineData("post", "/api/jobs/reschedule?reset_jobs=perhaps", """{"job_ids": [4]}""", "query reset_jobs")]
    public async Task Values_ThatDiracXDoesNotTake_AreRefusedWith422AtTheirPlaces(string method, string path, string? body, string places) =>
        await RefusedAsync(method, path, "user", body, places);

    [Theory]
    [InlineData("post", "/api/pilots/", """{"pilot_stamp": "a stamp", "vo": "", "pilot_status": "Sleeping"}""", "body pilot_stamp, body pilot_status, body vo")]
    [InlineData("post", "/api/pilots/", """{"pilot_stamp": "123456789012345678901234567890123", "vo": "local"}""", "body pilot_stamp")]
    [InlineData("patch", "/api/pilots/metadata", """{"pilot-1": {"Status": "Sleeping", "CurrentJobID": -1}}""", "body pilot-1 Status, body pilot-1 CurrentJobID")]
    [InlineData("patch", "/api/pilots/metadata", """{"pilot-1": {"Colour": "red"}}""", "body pilot-1 Colour")]
    [InlineData("patch", "/api/pilots/metadata", """{"pilot-1": null}""", "body pilot-1")]
    public async Task ValuesOfPilots_ThatDiracXDoesNotTake_AreRefusedWith422AtTheirPlaces(string method, string path, string body, string places) =>
        await RefusedAsync(method, path, "administrator", body, places);

    [Theory]
    [InlineData("post", "/api/jobs/search", """{"search": [{"parameter": "Colour", "operator": "eq", "value": "red"}]}""")]
    [InlineData("post", "/api/jobs/sandbox", $$"""{"checksum_algorithm": "sha256", "checksum": "{{Checksum}}", "size": 1000000000000, "format": "tar.zst"}""")]
    [InlineData("patch", "/api/jobs/metadata", """{"9": {"Owner": "eve"}}""")]
    public async Task Values_ThatDiracXRefusesWith400_AreRefusedWith400(string method, string path, string body) =>
        Assert.Equal(400, (await server.SendAsync(method, path, "user", body)).Status);

    [Theory]
    [InlineData("1")]
    [InlineData("yes")]
    [InlineData("off")]
    [InlineData("TRUE")]
    public async Task Flags_InTheWordsOfDiracX_AreTaken(string word) =>
        Assert.Equal(400, (await server.SendAsync("post", $"/api/jobs/reschedule?reset_jobs={word}", "user", """{"job_ids": [999999]}""")).Status);

    private async Task RefusedAsync(string method, string path, string caller, string? body, string places)
    {
        var answer = await server.SendAsync(method, path, caller, body);

        Assert.True(answer.Status == NotUnderstood, answer.Text);
        Assert.Equal(places, string.Join(", ", answer.Body!["detail"]!.AsArray().Select(problem => string.Join(' ', problem!["loc"]!.AsArray().Select(Step)))));
    }

    // An index is a number, the key of a map never.
    private static string Step(JsonNode? part) => part!.GetValueKind() == JsonValueKind.Number ? $"[{part}]" : (string)part!;
}
