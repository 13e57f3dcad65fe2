using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Testing;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class GarbageSqlite(Servers servers) : GarbageContract(servers, Engine.Sqlite);

public sealed class GarbageMySql(Servers servers) : GarbageContract(servers, Engine.MySql);

/// <summary>Bad input gets a refusal of its own, never a failure of the server.</summary>
public abstract class GarbageContract(Servers servers, Engine engine)
{
    private const int Rounds = 25;

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1", "1.5", "1e300", "-9223372036854775808", "18446744073709551616", "\"\"", "\"x\"", "\"\\u0000\"", "\"\\ud83d\\ude00\"", "\"\\u4f60'\\\"--\"",
        "\"2026-01-01T00:00:00Z\"", "\"9999-12-31\"", "\"SB:SE|/S3/b/v/g/u/x\"", "[]", "{}", "[null]", "[[]]", "[1]", "[{}]", "{\"1\":null}", "{\"1\":{}}", "{\"a\":1}", "\"DIRAC.Test.local\"",
        "\"Waiting\"", "\"eq\"", "\"Status\"", "\"JobID\"",
    ];

    private static readonly string[] Names =
    [
        "job_ids", "search", "sort", "parameters", "grouping", "distinct", "parameter", "operator", "value", "values", "direction", "MatchId", "Resource", "Site", "CPUTime",
        "Tag", "RequiredTag", "WaitSeconds", "Held", "DoneCommands", "Reports", "JobID", "Attempt", "Sequence", "Statuses", "Outcome", "OutputSandbox", "Parameters", "Time", "Update",
        "Status", "MinorStatus", "Source", "checksum_algorithm", "checksum", "size", "format", "pilot_stamp", "vo", "secret", "Vo", "Uses", "LifetimeSeconds", "1", "2026-01-01T00:00:00Z",
        "GridCE", "NumberOfProcessors", "MaxRAM", "LoadAverage", "StandardOutput", "BenchMark",
    ];

    [Fact]
    public async Task AnyRoute_RandomBodies_NeverFails()
    {
        var seed = TestSeed.Next();
#pragma warning disable CA5394 // Random on purpose, with a seed that is printed.
        var random = new Random(seed);
#pragma warning restore CA5394
        var community = await CommunityAsync();
        Session[] sessions = [community.User(), community.Administrator(), community.Operator(), community.Pilot("fuzz"), community.Server.With(null)];
        var failures = new List<string>();
        foreach (var (method, path) in Routes.All(community.Server))
        {
            for (var round = 0; round < Rounds; round++)
            {
                var body = round == 0 ? "" : Body(random, 0);
                var query = random.Next(4) == 0 ? $"?page={Uri.EscapeDataString(Pick(random, Values))}&force=true&pfn={Uri.EscapeDataString(Pick(random, Values))}" : "";
                foreach (var session in sessions)
                {
                    var reply = await session.SendAsync(new HttpMethod(method), path + query, new StringContent(body, Encoding.UTF8, "application/json"));
                    if ((int)reply.Status >= 500) failures.Add($"{method} {path}{query} {body}: {(int)reply.Status}");
                }
            }
        }

        Assert.True(failures.Count == 0, $"seed {seed}: {string.Join(Environment.NewLine, failures.Distinct().Take(20))}");
    }

    [Theory]
    [InlineData("text/plain", "hello")]
    [InlineData("application/json", "{")]
    [InlineData("application/json", "\u0000")]
    [InlineData("application/json", "[\"\ud800\"]")]
    [InlineData("application/x-www-form-urlencoded", "a=b")]
    [InlineData("multipart/form-data", "x")]
    public async Task AnyRoute_BodyOfTheWrongKind_IsRefused(string type, string body)
    {
        var community = await CommunityAsync();
        foreach (var (method, path) in Routes.All(community.Server).Where(route => route.Method is "POST" or "PATCH" && route.Path != "/api/auth/pilot/renew"))
        {
            foreach (var session in new[] { community.User(), community.Operator(), community.Pilot("p1") })
            {
                var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
                var reply = await session.SendAsync(new HttpMethod(method), path, content);
                Assert.True((int)reply.Status is >= 400 and < 500, $"{method} {path}: {reply}");
            }
        }
    }

    public static TheoryData<string> Descriptions() =>
    [
        "", "[", "]", "[]", "[ ]", "Executable", "[ Executable = ]", "[ Executable = \"a ]", "[ = \"a\" ]", "[ Executable = \"/bin/true\" ", "[ Executable = {\"a\"; ]",
        "[ Executable = \"\"; ]", "\u0000", "{}", "[[[[[[]]]]]]", "[ A = [ Executable = \"x\"; ]; ]",
        $"[ Executable = \"x\"; {string.Concat(Enumerable.Repeat("A = [ ", 40))}", $"[ Executable = \"/bin/true\"; JobName = \"{new string('x', 129)}\"; ]",
        $"[ Executable = \"/bin/true\"; Tags = {{{string.Join(',', Enumerable.Range(0, 5_000).Select(n => $"\"t{n}\""))}}}; ]",
        "[ Executable = \"/bin/true\"; Parameters = 99999999999999; ]", "[ Executable = \"/bin/true\"; Parameters = -1; ]", "[ Executable = \"/bin/true\"; Parameters = {}; ]",
        "[ Executable = \"/bin/true\"; JobName = \"\u4f60\"; ]", "[ Executable = \"/bin/true\"; InputSandbox = {\"LFN:x//y\"}; ]",
    ];

    [Theory]
    [MemberData(nameof(Descriptions), DisableDiscoveryEnumeration = true)]
    public async Task Submit_MalformedDescription_IsRefusedAndStoresNothing(string description)
    {
        var community = await CommunityAsync();

        var reply = await community.User().TrySubmitAsync(description);

        reply.MustBe(HttpStatusCode.BadRequest);
        Assert.Equal("BadJobDescription", reply.Json["code"]!.ToString());
        Assert.NotNull(reply.Json["advice"]);
        Assert.Equal(0, await community.Server.CountAsync("JobDB", "Jobs", $"VO = '{community.Vo}'"));
    }

    [Fact]
    public async Task Submit_NestedTenDeep_IsAcceptedOrRefusedButNeverFails()
    {
        var community = await CommunityAsync();
        foreach (var depth in new[] { 1, 9, 10, 11, 1_000, 100_000 })
        {
            var nested = $"[ Executable = \"/bin/true\"; {string.Concat(Enumerable.Repeat("A = [ ", depth))}B = 1; {string.Concat(Enumerable.Repeat("]; ", depth))}]";

            var reply = await community.User().TrySubmitAsync(nested);

            Assert.True((int)reply.Status == (depth < 10 ? 201 : (int)reply.Status) && (int)reply.Status is 201 or 400, reply.ToString());
        }
    }

    [Fact]
    public async Task Submit_MegabytesOfText_AreStoredUpToTenMillionLetters()
    {
        var community = await CommunityAsync();
        var user = community.User();

        var id = (await user.SubmitAsync($"[ Executable = \"/bin/true\"; Arguments = \"{new string('a', 9_000_000)}\"; ]"))[0];
        var tooLarge = await user.TrySubmitAsync($"[ Executable = \"/bin/true\"; Arguments = \"{new string('a', 10 << 20)}\"; ]");
        var garbage = await user.TrySubmitAsync(new string('[', 9_000_000));

        Assert.True((await user.DescribeAsync(id)).Jdl.Length > 9_000_000);
        await user.ControlAsync("kill", id);
        tooLarge.MustBe(HttpStatusCode.RequestEntityTooLarge);
        garbage.MustBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task ManyJobsAtOnce_AreTakenUpToALimitOrAll()
    {
        var community = await CommunityAsync();
        var admin = community.Administrator();
        foreach (var (path, value) in new[] { ("status", """{"2026-01-01T00:00:00Z":{"MinorStatus":"x"}}"""), ("metadata", """{"a":"b"}"""), ("heartbeat", "{}") })
        {
            (await admin.PatchAsync($"/api/jobs/{path}", Map(10_000, value))).MustBe(HttpStatusCode.NotFound);
            (await admin.PatchAsync($"/api/jobs/{path}", Map(10_001, value))).MustBe(HttpStatusCode.RequestEntityTooLarge);
        }

        var list = $$"""{"job_ids":[{{string.Join(',', Enumerable.Range(0, 40_000).Select(n => 3_000_000_000 + n))}}]}""";
        (await admin.PostAsync("/api/jobs/kill", list)).MustBe(HttpStatusCode.OK);
        (await admin.PostAsync("/api/jobs/reschedule", list)).MustBe(HttpStatusCode.BadRequest);
        (await admin.PostAsync("/api/jobs/sandbox/unassign", list)).MustBe(HttpStatusCode.NotFound);

        static string Map(int count, string value) => $"{{{string.Join(',', Enumerable.Range(0, count).Select(n => $"\"{3_000_000_000 + n}\":{value}"))}}}";
    }

    [Fact]
    public async Task Submit_BodyOverTheLimit_IsTooLarge()
    {
        var community = await CommunityAsync();

        var reply = await community.User().PostAsync("/api/jobs/kill", JsonSerializer.Serialize(new string('a', 17 << 20), ModelJsonContext.Default.String));

        reply.MustBe(HttpStatusCode.RequestEntityTooLarge);
    }

#pragma warning disable CA5394
    private static string Body(Random random, int depth) => random.Next(depth > 3 ? 1 : 4) switch
    {
        1 => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Body(random, depth + 1)))}]",
        2 or 3 => $"{{{string.Join(',', Enumerable.Range(0, random.Next(6)).Select(_ => Pick(random, Names)).Distinct().Select(name => $"\"{name}\":{Body(random, depth + 1)}"))}}}",
        _ => Pick(random, Values),
    };

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
#pragma warning restore CA5394

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
