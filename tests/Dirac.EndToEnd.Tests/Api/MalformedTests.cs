using System.Text.Json.Nodes;

namespace Dirac.EndToEnd.Tests.Api;

/// <summary>What no route can understand.</summary>
[Collection(nameof(ApiServer))]
public sealed class MalformedTests(ApiServer server)
{
    private const int NotUnderstood = 422;
    private const int TooLarge = 413;

    [Fact]
    public async Task MalformedBodies_OfEveryRoute_AreRefusedWith422AndEveryProblem()
    {
        var schemas = new SchemaCheck(server.Document);
        var faults = new List<string>();
        var count = 0;
        foreach (var operation in ApiOperation.Of(server.Document).Where(operation => operation.BodySchema is not null))
        {
            foreach (var (fault, text, mediaType) in BadBodies.Of(operation, schemas))
            {
                count++;
                var answer = await server.SendAsync(operation.Method, operation.Target(), operation.By!, text, mediaType);
                if (answer.Status != NotUnderstood || !IsProblemList(answer.Body)) faults.Add($"{operation}, {fault}: {answer.Status} {answer.Text[..Math.Min(answer.Text.Length, 160)]}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(count > 400, $"{count} bodies were tried.");
    }

    [Fact]
    public async Task HugeBodies_AreRefusedWith413()
    {
        var answer = await server.SendAsync("post", "/api/jobs/search", "user", $"{{\"parameters\": [\"{new string('a', 17 << 20)}\"]}}");

        Assert.Equal(TooLarge, answer.Status);
        Assert.False(string.IsNullOrEmpty((string?)answer.Body!["detail"]));
    }

    [Theory]
    [InlineData("patch", "/api/jobs/status?force=perhaps", """{"9": {}}""", "force")]
    [InlineData("get", "/api/jobs/operations?limit=many", null, "limit")]
    [InlineData("post", "/api/jobs/search?page=0", "{}", "page")]
    [InlineData("get", "/api/jobs/sandbox", null, "pfn")]
    [InlineData("get", "/api/job-sets?limit=-1", null, "limit")]
    [InlineData("get", "/api/pilots/pilot-1/log?tail=all", null, "tail")]
    public async Task MalformedQueries_AreRefusedWith422ThatNamesTheValue(string method, string path, string? body, string name)
    {
        var answer = await server.SendAsync(method, path, "user", body);

        Assert.Equal(NotUnderstood, answer.Status);
        Assert.Equal(["query", name], answer.Body!["detail"]![0]!["loc"]!.AsArray().Select(part => (string?)part));
    }

    [Theory]
    [InlineData("2026-03-28T14:05:00", 400)]
    [InlineData("2026-03-28T14:05:00+02:00", 422)]
    [InlineData("then", 422)]
    [InlineData("2026-03-28T14:05:00+00:00", 200)]
    public async Task TimesOfStatuses_AreInUtc(string time, int status)
    {
        var body = new JsonObject { ["10"] = new JsonObject { [time] = new JsonObject { ["ApplicationStatus"] = "x" } } };

        Assert.Equal(status, (await server.SendAsync("patch", "/api/jobs/status", "user", body.ToJsonString())).Status);
    }

    [Theory]
    [InlineData("2030-01-12T18:00:00")]
    [InlineData("2030-01-12T18:00:00+02:00")]
    public async Task TimesInBodies_OfAnotherZoneOrNone_AreRefusedWith422(string until)
    {
        var body = new JsonObject { ["kind"] = "site", ["name"] = "DIRAC.Local.org", ["until"] = until, ["reason"] = "x" };

        Assert.Equal(NotUnderstood, (await server.SendAsync("post", "/api/rss/downtimes", "administrator", body.ToJsonString())).Status);
    }

    private static bool IsProblemList(JsonNode? body) =>
        body?["detail"] is JsonArray { Count: > 0 } problems && problems.All(problem => problem is JsonObject found && new[] { "type", "loc", "msg", "input" }.All(found.ContainsKey));
}
