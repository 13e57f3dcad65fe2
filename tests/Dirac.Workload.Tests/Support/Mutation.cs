using System.Text.Json.Nodes;

namespace Dirac.Workload.Tests.Support;

/// <summary>Good request bodies, and ways to spoil one of their values.</summary>
internal static class Mutation
{
    private const string Offer = """{"MatchId":"fuzz","Resource":{"Site":"DIRAC.Test.local","CPUTime":100,"Tag":["GPU"],"RequiredTag":["GPU"],"GridCE":"ce","MaxRAM":4000}}""";
    private const string Update = """{"Time":"2026-01-01T00:00:00Z","Update":{"Status":"Running","MinorStatus":"x","ApplicationStatus":"y","Source":"JobWrapper"}}""";
    private const string Search = """{"parameters":["VO"],"search":[{"parameter":"Status","operator":"eq","value":"Running"},{"parameter":"VO","operator":"in","values":["x"]}],"sort":[{"parameter":"VO","direction":"asc"}],"distinct":true}""";

    private static readonly Dictionary<string, string> Samples = new()
    {
        ["/api/jobs/jdl"] = """["[ Executable = \"/bin/true\"; ]"]""",
        ["/api/jobs/search"] = Search,
        ["/api/pilots/search"] = Search,
        ["/api/jobs/summary"] = """{"grouping":["Status"],"search":[{"parameter":"JobID","operator":"gt","value":1}]}""",
        ["/api/pilots/summary"] = """{"grouping":["Status"],"search":[{"parameter":"PilotID","operator":"gt","value":1}]}""",
        ["/api/jobs/status"] = """{"1":{"2026-01-01T00:00:00Z":{"Status":"Running","MinorStatus":"x","Source":"JobWrapper"}}}""",
        ["/api/jobs/metadata"] = """{"1":{"JobGroup":"x","UserPriority":1,"EndExecTime":"2026-01-01","VerifiedFlag":true,"Note":"x"}}""",
        ["/api/jobs/attributes"] = """{"job_ids":[1,2],"names":["Status"],"1":{"JobGroup":"x","Status":"Done","StartExecTime":"2026-01-01","AccountedFlag":"Failed"}}""",
        ["/api/jobs/parameters"] = """{"job_ids":[1,2],"names":["x"],"1":{"Note":"x"}}""",
        ["/api/jobs/staged"] = """{"1":"Done","2":"Failed"}""",
        ["/api/jobs/sandbox/assign"] = """{"1":[{"pfn":"SB:SE|/S3/b/v/g/u/x","type":"Input"}]}""",
        ["/api/jobs/heartbeat"] = """{"1":{"LoadAverage":1.5,"StandardOutput":"x"}}""",
        ["/api/pilots/match"] = Offer,
        ["/api/pilots/report"] = $$"""{"Reports":[{"JobID":1,"Attempt":1,"Sequence":1,"Statuses":[{{Update}}],"Parameters":{"a":"b"},"Outcome":"Finished","Reason":"x"}]}""",
        ["/api/pilots/heartbeat"] = """{"Held":[{"JobID":1,"Attempt":1,"Heartbeat":{"LoadAverage":1}}],"DoneCommands":["1|2026-01-01 00:00:00|Kill|"]}""",
        ["/api/pilots/"] = """{"pilot_stamp":"fuzz","vo":"fuzz","grid_type":"x","grid_site":"x","destination_site":"x","pilot_reference":"x","pilot_status":"Running"}""",
        ["/api/pilots/metadata"] = """{"fuzz":{"Status":"Running","StatusReason":"x","BenchMark":1.5,"CurrentJobID":1,"AccountingSent":true}}""",
        ["/api/pilots/references"] = """{"vo":"fuzz","references":["a","b"],"stamps":{"a":"c"},"grid_type":"x","grid_site":"x","destination_site":"x","queue":"x"}""",
        ["/api/pilots/jobs"] = """{"fuzz":{"JobID":1,"DestinationSite":"x"}}""",
        ["/api/pilots/kill"] = """{"pilot_stamps":["fuzz"],"reason":"x","drain":true}""",
        ["/api/pilots/delete"] = """{"pilot_stamps":["fuzz"]}""",
        ["/api/pilots/clear"] = """{"days":30,"aborted_days":7}""",
        ["/api/pilots/info"] = """{"pilot_stamps":["fuzz"]}""",
        ["/api/pilots/grouped"] = """{"grouping":["GridSite"],"search":[{"parameter":"Status","operator":"eq","value":"Running"}]}""",
        ["/api/pilots/fuzz/log"] = """{"Lines":["a"],"First":1,"Final":true}""",
        ["/api/pilots/fuzz/output"] = """{"StdOutput":"x","StdError":"y"}""",
        ["/api/pilots/secrets"] = """{"Vo":"x","Site":"x","Uses":1,"LifetimeSeconds":10}""",
        ["/api/task-queues/matching"] = """{"Site":"DIRAC.Test.local","CPUTime":100,"Tag":["GPU"],"RequiredTag":["GPU"],"GridCE":"ce","NumberOfProcessors":4,"MaxRAM":4000}""",
        ["/api/auth/pilot"] = """{"pilot_stamp":"fuzz","secret":"x"}""",
        ["/api/jobs/operations"] = """{"verb":"kill","search":[{"parameter":"Status","operator":"eq","value":"Nowhere"}],"note":"x"}""",
        ["/api/job-sets/"] = """{"name":"x","job_ids":[1],"open":true,"secret":"0123456789abcdef","on":[{"when":"any-failed","at_least":"5%","do":"submit","jdl":["[ Executable = \"/bin/true\"; ]"],"then":{"name":"y","on":[{"when":"all-done","do":"kill-rest"}]}}],"notices":[{"to":"mail","when":["failed"],"digest_minutes":1}]}""",
        ["/api/job-sets/1/jobs"] = """{"search":[{"parameter":"Status","operator":"eq","value":"Running"}]}""",
        ["/api/jobs/sandbox"] = """{"checksum_algorithm":"sha256","checksum":"aa","size":1,"format":"tar.zst"}""",
    };

    /// <summary>A good body for the route with one value replaced; a list of jobs for routes that have no sample.</summary>
    public static string Of(string path, Random random, string[] values)
    {
        var root = JsonNode.Parse(Samples.GetValueOrDefault(path, """{"job_ids":[1,2]}"""))!;
        var places = Places(root).ToList();
#pragma warning disable CA5394 // Random on purpose, with a seed that is printed.
        places[random.Next(places.Count)](JsonNode.Parse(values[random.Next(values.Length)]));
#pragma warning restore CA5394
        return root.ToJsonString();
    }

    // Every value below a node, as the way to replace it.
    private static IEnumerable<Action<JsonNode?>> Places(JsonNode? node) => node switch
    {
        JsonObject map => map.ToList().SelectMany(member => Places(member.Value).Prepend(value => map[member.Key] = value)),
        JsonArray list => Enumerable.Range(0, list.Count).SelectMany(index => Places(list[index]).Prepend(value => list[index] = value)),
        _ => [],
    };
}
