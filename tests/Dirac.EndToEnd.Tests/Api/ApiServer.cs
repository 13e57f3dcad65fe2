using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Dirac.Client.Http;
using Dirac.Client.Identity;
using Dirac.Client.Sandboxes;
using Dirac.Installation;
using Dirac.Security.Identities;
using Dirac.Security.Local;
using Dirac.Security.Tokens;
using Dirac.Testing;

namespace Dirac.EndToEnd.Tests.Api;

/// <summary>A server in which everything is there that the examples of the document speak of: jobs, sets, operations, pilots, a sandbox, a downtime.</summary>
public sealed class ApiServer : IAsyncLifetime
{
    private const string Sandbox = "dirac";
    private const int Large = 1 << 20;
    private const string PilotStamp = "pilot-1";
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _tokens = [];
    private InstalledServer? _server;
    private HttpClient? _client;

    /// <summary>The document it serves.</summary>
    public JsonObject Document { get; private set; } = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = new InstalledServer(_folder.File("server"), TimeProvider.System) { Arguments = ["--local-user", "alice"] };
        await _server.StartWithAsync(
            new Dictionary<string, string>
            {
                ["/DIRAC/Security/Contact"] = "mailto:security@example.org",
                ["/Registry/VO/other/DefaultGroup"] = "other_user",
                ["/Registry/Groups/other_user/VO"] = "other",
                ["/Registry/Groups/other_user/Users"] = "mallory",
                ["/Registry/Users/mallory/DefaultGroup"] = "other_user",
            },
            Token);
        _client = Client(_server);
        await LogInAsync();
        Document = (await SendAsync("get", "/api/openapi.json", "nobody")).Body!.AsObject();
        await SeedAsync();
    }

    /// <summary>Makes a call.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="by">user, administrator, pilot, payload, nobody; foreigner and foreign-administrator are of another VO.</param>
    /// <param name="body">JSON, or what pretends to be; null sends none.</param>
    /// <param name="mediaType">What it is said to be.</param>
    public async Task<ApiAnswer> SendAsync(string method, string path, string by, string? body = null, string mediaType = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method.ToUpperInvariant()), path);
        if (body is not null) request.Content = new StringContent(body, MediaTypeHeaderValue.Parse(mediaType));
        if (_tokens.TryGetValue(by, out var token)) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        // A server that refuses a body for its size ends the connection: whoever still sends would not read the refusal.
        (request.Headers.ExpectContinue, request.Headers.ConnectionClose) = (body is { Length: > Large }, body is { Length: > Large });
        using var response = await _client!.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        var isJson = response.Content.Headers.ContentType?.MediaType == "application/json";
        return new ApiAnswer((int)response.StatusCode, isJson && text.Length > 0 ? JsonNode.Parse(text) : null, text, isJson);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        _folder.Dispose();
    }

    private static HttpClient Client(InstalledServer server)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(server.CaFile);
        var handler = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } };
        return new HttpClient(handler) { BaseAddress = server.Url };
    }

    private async Task LogInAsync()
    {
        var identity = LocalIdentity.Read(_server!.Directory);
        foreach (var (by, group) in new[] { ("user", "local_user"), ("administrator", "local_admin") })
        {
            var answer = await MustAsync("post", "/api/auth/local", "nobody", new JsonObject { ["secret"] = identity.Secret, ["group"] = group });
            _tokens[by] = (string)answer!["access_token"]!;
        }

        var issuer = new TokenIssuer(new KeyRing(SigningKeys.LoadOrCreate(_server.Directory)), new TokenOptions(_server.Url.ToString().TrimEnd('/')), TimeProvider.System);
        _tokens["foreigner"] = issuer.Issue(new UserIdentity("mallory", "other", "other_user", new PropertySet([DiracProperties.NormalUser]))).Value;
        _tokens["foreign-administrator"] = issuer.Issue(new UserIdentity("mallory", "other", "other_admin", new PropertySet([DiracProperties.JobAdministrator, DiracProperties.JobMonitor]))).Value;
    }

    private async Task SeedAsync()
    {
        const string usual = """[ Executable = "/bin/true"; JobName = "example"; ]""";
        await MustAsync("post", "/api/jobs/jdl", "user", Texts(usual, 4));
        // Queues have numbers in the order of their first job: this one comes second.
        await UntilAsync(jobs => jobs.All(job => (string?)job!["Status"] == "Waiting"));
        await MustAsync("post", "/api/jobs/jdl", "user", Texts("""[ Executable = "/bin/true"; Tags = {"Example"}; ]""", 1));
        await MustAsync("post", "/api/jobs/jdl", "user", Texts(usual, 9));
        await SeedPilotsAsync();
        for (var set = 1; set <= 4; set++) await MustAsync("post", "/api/job-sets", "user", new JsonObject { ["job_ids"] = new JsonArray(1), ["open"] = true });
        await SeedSandboxAsync();
        await UntilAsync(jobs => jobs.All(job => (string?)job!["Status"] == "Waiting"));
        await MustAsync("post", "/api/jobs/operations", "user", new JsonObject { ["verb"] = "kill", ["job_ids"] = new JsonArray(13) });
        await MustAsync("post", "/api/jobs/operations", "user", new JsonObject { ["verb"] = "delete", ["job_ids"] = new JsonArray(14) });
        await MustAsync("get", "/api/jobs/operations/2?wait=30", "user", null);
        await MustAsync("post", "/api/jobs/operations", "user", new JsonObject { ["verb"] = "kill", ["job_ids"] = new JsonArray(13) });
        await MustAsync("post", "/api/rss/downtimes", "administrator", new JsonObject
        {
            ["kind"] = "site", ["name"] = "DIRAC.Local.org", ["from"] = "2030-01-10T06:00:00Z", ["until"] = "2030-01-12T18:00:00Z", ["reason"] = "cooling",
        });
        await MustAsync("post", "/api/pilots/match", "pilot", Example("post", "/api/pilots/match"));
        _tokens["payload"] = (string)(await MustAsync("post", "/api/pilots/token", "pilot", Example("post", "/api/pilots/token")))!["access_token"]!;
    }

    private async Task SeedPilotsAsync()
    {
        var secret = await MustAsync("post", "/api/pilots/secrets", "administrator", new JsonObject { ["Vo"] = "local", ["Site"] = "DIRAC.Local.org", ["Uses"] = 1 });
        var token = await MustAsync("post", "/api/auth/pilot", "nobody", new JsonObject { ["pilot_stamp"] = PilotStamp, ["secret"] = (string)secret!["Secret"]! });
        _tokens["pilot"] = (string)token!["access_token"]!;
        foreach (var stamp in new[] { "pilot-2", "pilot-3" })
            await MustAsync("post", "/api/pilots/", "administrator", new JsonObject { ["pilot_stamp"] = stamp, ["vo"] = "local" });
        await MustAsync("patch", "/api/pilots/metadata", "administrator", new JsonObject { ["pilot-2"] = new JsonObject { ["Status"] = "Done" } });
        await MustAsync("post", $"/api/pilots/{PilotStamp}/log", "pilot", new JsonObject { ["Lines"] = new JsonArray("first line") });
    }

    private async Task SeedSandboxAsync()
    {
        var file = _folder.File("sandbox.tar.zst");
        await File.WriteAllTextAsync(file, Sandbox, Token);
        using var connection = LocalLogin.Connect(
            new ApiConnectionOptions { Url = _server!.Url, CaFile = _server.CaFile }, LocalIdentity.Read(_server.Directory), "local_user", TimeProvider.System);
        await new SandboxClient(connection).UploadAsync(file, "tar.zst", cancellationToken: Token);
    }

    private JsonNode Example(string method, string path) => Document["paths"]![path]![method]!["requestBody"]!["content"]!["application/json"]!["example"]!;

    private async Task UntilAsync(Func<JsonArray, bool> holds)
    {
        JsonNode? jobs = null;
        await Site.UntilAsync(
            async () => holds((jobs = await MustAsync("post", "/api/jobs/search?per_page=100", "user", new JsonObject { ["parameters"] = new JsonArray("Status") }))!.AsArray()),
            TimeSpan.FromSeconds(30),
            () => $"Jobs are not as expected: {jobs}");
    }

    private async Task<JsonNode?> MustAsync(string method, string path, string by, JsonNode? body)
    {
        var answer = await SendAsync(method, path, by, body?.ToJsonString());
        Assert.True(answer.Status is >= (int)HttpStatusCode.OK and < (int)HttpStatusCode.MultipleChoices, string.Create(CultureInfo.InvariantCulture, $"{method} {path}: {answer.Status} {answer.Text}"));
        return answer.Body;
    }

    private static JsonArray Texts(string text, int count) => [.. Enumerable.Repeat(text, count).Select(one => (JsonNode)one)];
}
