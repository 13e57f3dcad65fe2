using System.Text.Json.Nodes;
using Dirac.Cli.Tests.Fakes;
using Dirac.Client.Sandboxes;
using Dirac.Model.Jdl;
using Microsoft.AspNetCore.Http;

namespace Dirac.Cli.Tests.LegacyNames;

/// <summary>A server that has the jobs of <c>world.json</c>, the ones DIRAC's services had when its output was captured.</summary>
public sealed class LegacyWorld : IAsyncLifetime
{
    private readonly SortedDictionary<long, JsonNode> _jobs = [];
    private long _last;

    internal FakeServer Server { get; private set; } = null!;

    /// <summary>Descriptions that were submitted.</summary>
    internal List<string> Submitted { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Server = await FakeServer.StartAsync();
        Server.World = Answer;
        foreach (var job in JsonNode.Parse(await File.ReadAllTextAsync(Golden.PathOf("world.json")))!["jobs"]!.AsArray()) await AddAsync(job!);
        Reset();
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>Forgets what was submitted.</summary>
    internal void Reset()
    {
        Submitted.Clear();
        _last = _jobs.Keys.Max();
    }

    private async Task AddAsync(JsonNode job)
    {
        var columns = job["attributes"]!.AsObject();
        foreach (var (name, value) in columns.ToList())
        {
            if (name.EndsWith("Time", StringComparison.Ordinal) && value is not null) columns[name] = $"{value.GetValue<string>().Replace(' ', 'T')}Z";
        }

        var id = columns["JobID"]!.GetValue<long>();
        _jobs[id] = job;
        Server.Jobs.Add(columns);
        if (!IsMine(id) || job["output"]!.AsObject().Count == 0) return;
        var folder = Directory.CreateTempSubdirectory("dirac-world-").FullName;
        foreach (var (name, text) in job["output"]!.AsObject()) await File.WriteAllTextAsync(Path.Combine(folder, name), text!.GetValue<string>());
        var archive = Path.Combine(folder, ".archive");
        await SandboxArchive.PackAsync(SandboxFiles.Find(folder, ["std.*"]), archive, SandboxArchive.Zstandard);
        Server.Sandboxes[Sandbox(id)] = await File.ReadAllBytesAsync(archive);
        Directory.Delete(folder, recursive: true);
    }

    private static string Sandbox(long id) => $"SB:Test|/output-{id}";

    private bool IsMine(long id) => _jobs[id]["attributes"]!["Owner"]!.GetValue<string>() == "ann";

    private (int, string)? Answer(HttpRequest request, string body) => request.Path.Value!["/api/".Length..].Split('/') switch
    {
        ["jobs", "attributes"] => (200, Values(body, "attributes")),
        ["jobs", "parameters"] => (200, Values(body, "parameters")),
        ["jobs", "kill" or "delete" or "reschedule"] => (200, Change(body)),
        ["jobs", "jdl"] => (201, Submit(body)),
        ["jobs", var text, ..] when !long.TryParse(text, out _) => null,
        ["jobs", var text, ..] when !_jobs.ContainsKey(long.Parse(text)) => (404, """{"detail":"There is no such job."}"""),
        ["jobs", var text, "logging"] => (200, History(long.Parse(text))),
        ["jobs", var text, "jdl"] => (200, Description(long.Parse(text), request.Query["original"] == "true")),
        ["jobs", var text, "sandbox", "output"] => (200, Server.Sandboxes.ContainsKey(Sandbox(long.Parse(text))) ? $"[\"{Sandbox(long.Parse(text))}\"]" : "[]"),
        _ => null,
    };

    private string Values(string body, string kind)
    {
        var (success, failed) = (new JsonObject(), new JsonObject());
        var names = JsonNode.Parse(body)!["names"]?.AsArray().Select(name => name!.GetValue<string>()).ToHashSet();
        foreach (var id in JsonNode.Parse(body)!["job_ids"]!.AsArray().Select(id => id!.GetValue<long>()))
        {
            if (!_jobs.TryGetValue(id, out var job)) failed[$"{id}"] = new JsonObject { ["detail"] = "There is no such job." };
            else success[$"{id}"] = new JsonObject(job[kind]!.AsObject().Where(one => names is null || names.Contains(one.Key)).Select(one => KeyValuePair.Create(one.Key, one.Value?.DeepClone())));
        }

        return new JsonObject { ["success"] = success, ["failed"] = failed }.ToJsonString();
    }

    private string Change(string body)
    {
        var (success, failed) = (new JsonObject(), new JsonObject());
        foreach (var id in JsonNode.Parse(body)!["job_ids"]!.AsArray().Select(id => id!.GetValue<long>()))
        {
            if (IsMine(id)) success[$"{id}"] = new JsonObject();
            else failed[$"{id}"] = new JsonObject { ["detail"] = "It is not yours." };
        }

        return new JsonObject { ["success"] = success, ["failed"] = failed }.ToJsonString();
    }

    private string Submit(string body)
    {
        var accepted = new JsonArray();
        foreach (var text in JsonNode.Parse(body)!.AsArray().Select(text => text!.GetValue<string>()))
        {
            Submitted.Add(text);
            var ad = ClassAd.Parse(text);
            foreach (var _ in ParametricJobs.IsParametric(ad) ? ParametricJobs.Expand(ad, 100) : [ad])
            {
                accepted.Add((JsonNode)new JsonObject { ["JobID"] = ++_last, ["Status"] = "Received", ["MinorStatus"] = "Job accepted", ["TimeStamp"] = "2026-11-28T12:00:00Z" });
            }
        }

        return accepted.ToJsonString();
    }

    private string History(long id) => new JsonArray(
    [
        .. _jobs[id]["logging"]!.AsArray().Select(row => new JsonObject
        {
            ["Status"] = row![0]!.DeepClone(), ["MinorStatus"] = row[1]!.DeepClone(), ["ApplicationStatus"] = row[2]!.DeepClone(),
            ["StatusTime"] = $"{row[3]!.GetValue<string>().Replace(' ', 'T')}Z", ["Source"] = row[4]!.DeepClone(),
        }),
    ]).ToJsonString();

    private string Description(long id, bool original) =>
        new JsonObject { ["JobID"] = id, ["Jdl"] = _jobs[id][original ? "originalJdl" : "jdl"]!.DeepClone() }.ToJsonString();
}
