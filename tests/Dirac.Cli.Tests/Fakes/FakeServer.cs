using System.Text.Json.Nodes;
using Dirac.Client.Identity;
using Dirac.Security.Local;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dirac.Cli.Tests.Fakes;

/// <summary>A server that speaks just enough REST for the command line, and remembers what it was asked.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    public const string Token = "token-of-ann";
    private const string Secret = "the-secret";
    private readonly WebApplication _app;

    private FakeServer(WebApplication app, string dataDirectory)
    {
        _app = app;
        DataDirectory = dataDirectory;
    }

    /// <summary>A data directory as a real server leaves it.</summary>
    public string DataDirectory { get; }

    public string Url => _app.Urls.First();

    /// <summary>Method, path and body of every authenticated request, in order.</summary>
    public List<(string Call, string Body)> Calls { get; } = [];

    /// <summary>The jobs; tests add rows.</summary>
    public List<JsonObject> Jobs { get; } = [];

    /// <summary>Answers by path, for what tests set up themselves.</summary>
    public Dictionary<string, string> Answers { get; } = [];

    /// <summary>Answers before anything else does, when it has one: gets the request and its body, gives status and body.</summary>
    public Func<HttpRequest, string, (int Status, string Body)?>? World { get; set; }

    /// <summary>Uploaded sandboxes by name.</summary>
    public Dictionary<string, byte[]> Sandboxes { get; } = [];

    /// <summary>Jobs that refuse changes.</summary>
    public HashSet<long> Stubborn { get; } = [];

    /// <summary>Operations on many jobs.</summary>
    public FakeOperations Operations { get; } = new();

    /// <summary>Status and body for every call from now on, when set.</summary>
    public (int Status, string Body)? Refusal { get; set; }

    /// <summary>Called before each search, to let time pass in the world.</summary>
    public Action<int>? OnSearch { get; set; }

    public static async Task<FakeServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var data = Directory.CreateTempSubdirectory("dirac-cli-test-").FullName;
        var server = new FakeServer(app, data);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        await server.WriteIdentityAsync();
        return server;
    }

    public JsonObject AddJob(long id, string status, string name = "test", string owner = "ann")
    {
        var row = new JsonObject
        {
            ["JobID"] = id, ["Status"] = status, ["MinorStatus"] = "", ["ApplicationStatus"] = "Unknown", ["Site"] = "ANY",
            ["JobName"] = name, ["JobGroup"] = "", ["Owner"] = owner, ["OwnerGroup"] = "users", ["SubmissionTime"] = "2026-11-22T20:00:00Z",
        };
        Jobs.Add(row);
        return row;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(DataDirectory, recursive: true);
    }

    private async Task WriteIdentityAsync()
    {
        var identity = Path.Combine(DataDirectory, LocalIdentity.FileName);
        await File.WriteAllTextAsync(identity, $$"""{"secret":"{{Secret}}","user":"ann","vo":"testvo","url":"{{Url}}"}""");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(identity, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(Path.Combine(DataDirectory, ServerReady.FileName), $$"""{"urls":["{{Url}}"],"pid":1}""");
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path == "/api/auth/local")
        {
            var good = (await ReadAsync(context)).Contains(Secret, StringComparison.Ordinal);
            await WriteAsync(context, good ? 200 : 401, good ? $$"""{"access_token":"{{Token}}","expires_in":1200,"token_type":"Bearer"}""" : """{"detail":"Wrong secret."}""");
            return;
        }

        if (path == "/upload")
        {
            var form = await context.Request.ReadFormAsync();
            using var copy = new MemoryStream();
            await form.Files[0].CopyToAsync(copy);
            Sandboxes[form["name"]!] = copy.ToArray();
            return;
        }

        if (path.StartsWith("/download/", StringComparison.Ordinal))
        {
            await context.Response.Body.WriteAsync(Sandboxes[Uri.UnescapeDataString(path["/download/".Length..])]);
            return;
        }

        if (context.Request.Headers.Authorization != $"Bearer {Token}")
        {
            await WriteAsync(context, 401, """{"detail":"No valid token."}""");
            return;
        }

        var body = await ReadAsync(context);
        Calls.Add(($"{context.Request.Method} {path}", body));
        if (World?.Invoke(context.Request, body) is var (status, answer)) await WriteAsync(context, status, answer);
        else if (Refusal is { } refusal) await WriteAsync(context, refusal.Status, refusal.Body);
        else await RouteAsync(context, path, body);
    }

    private Task RouteAsync(HttpContext context, string path, string body) => path switch
    {
        "/api/auth/userinfo" => WriteAsync(
            context, 200, """{"sub":"testvo:ann","vo":"testvo","dirac_group":"users","policies":{},"properties":["NormalUser"],"preferred_username":"ann"}"""),
        "/api/jobs/jdl" => WriteAsync(context, 201, Submit(body)),
        "/api/jobs/search" => SearchAsync(context, body),
        "/api/jobs/summary" => WriteAsync(context, 200, Summarise(body)),
        _ when path.StartsWith(FakeOperations.Path, StringComparison.Ordinal) => AnswerOperationAsync(context, path, body),
        "/api/jobs/sandbox" when context.Request.Method == "POST" => WriteAsync(context, 200, OfferUpload(body)),
        "/api/jobs/sandbox" => WriteAsync(context, 200, OfferDownload(context.Request.Query["pfn"]!)),
        _ when Answers.TryGetValue(path, out var answer) => WriteAsync(context, 200, answer),
        _ => WriteAsync(context, 404, """{"detail":"There is no such thing.","code":"NotFound","advice":"Look elsewhere.","trace_id":"abc123"}"""),
    };

    private string Submit(string body)
    {
        var accepted = new JsonArray();
        foreach (var _ in JsonNode.Parse(body)!.AsArray())
        {
            var id = Jobs.Count == 0 ? 1 : Jobs.Max(job => job["JobID"]!.GetValue<long>()) + 1;
            AddJob(id, "Received");
            accepted.Add((JsonNode)new JsonObject { ["JobID"] = id, ["Status"] = "Received", ["MinorStatus"] = "Job accepted", ["TimeStamp"] = "2026-11-22T20:00:00Z" });
        }

        return accepted.ToJsonString();
    }

    // Knows eq, gt and in on JobID, Status and Owner: what the tests of selection need.
    private async Task SearchAsync(HttpContext context, string body)
    {
        OnSearch?.Invoke(Calls.Count(call => call.Call.EndsWith("/search", StringComparison.Ordinal)));
        var conditions = JsonNode.Parse(body)!["search"]?.AsArray() ?? [];
        var rows = Jobs.Where(job => conditions.All(condition => Fits(job, condition!))).ToList();
        var (page, size) = (int.Parse(context.Request.Query["page"]!), int.Parse(context.Request.Query["per_page"]!));
        var part = rows.Skip((page - 1) * size).Take(size).ToList();
        if (part.Count < rows.Count) context.Response.Headers.ContentRange = $"jobs {(page - 1) * size}-{((page - 1) * size) + part.Count - 1}/{rows.Count}";
        await WriteAsync(context, part.Count < rows.Count ? 206 : 200, new JsonArray([.. part.Select(row => row.DeepClone())]).ToJsonString());
    }

    private static bool Fits(JsonObject job, JsonNode condition)
    {
        var have = job[condition["parameter"]!.GetValue<string>()]?.ToJsonString();
        return condition["operator"]!.GetValue<string>() switch
        {
            "eq" => condition["value"]!.ToJsonString() == have,
            "gt" => string.CompareOrdinal(condition["value"]!.ToJsonString(), have) < 0,
            "in" => condition["values"]!.AsArray().Any(value => value!.ToJsonString() == have),
            _ => true,
        };
    }

    private string Summarise(string body)
    {
        var conditions = JsonNode.Parse(body)!["search"]!.AsArray();
        var groups = Jobs.Where(job => conditions.All(condition => Fits(job, condition!))).GroupBy(job => job["Status"]!.GetValue<string>());
        return new JsonArray([.. groups.Select(group => new JsonObject { ["Status"] = group.Key, ["count"] = group.Count() })]).ToJsonString();
    }

    private Task AnswerOperationAsync(HttpContext context, string path, string body)
    {
        if (path == FakeOperations.Path && context.Request.Method == "POST")
        {
            var request = JsonNode.Parse(body)!;
            var named = request["job_ids"]?.AsArray().Select(id => id!.GetValue<long>());
            var found = named ?? Jobs.Where(job => request["search"]!.AsArray().All(condition => Fits(job, condition!))).Select(job => job["JobID"]!.GetValue<long>());
            return WriteAsync(context, 202, Operations.Start(request, [.. found], Stubborn));
        }

        var (status, answer) = Operations.Answer(context.Request.Method, path);
        return WriteAsync(context, status, answer);
    }

    private string OfferUpload(string body)
    {
        var pfn = $"SB:Test|/S3/bucket/testvo/users/ann/sha256:{JsonNode.Parse(body)!["checksum"]}.{JsonNode.Parse(body)!["format"]}";
        return new JsonObject { ["pfn"] = pfn, ["url"] = $"{Url}/upload", ["fields"] = new JsonObject { ["name"] = pfn } }.ToJsonString();
    }

    private string OfferDownload(string pfn) =>
        new JsonObject { ["url"] = $"{Url}/download/{Uri.EscapeDataString(pfn)}", ["expires_in"] = 300 }.ToJsonString();

    private static async Task<string> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        return await reader.ReadToEndAsync();
    }

    private static Task WriteAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }
}
