using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Wire.Values;
using Dirac.Workload.Housekeeping.Stalled;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.Rpc.Matching;

public sealed class MatcherSqlite(Servers servers) : MatcherContract(servers, Engine.Sqlite);

public sealed class MatcherMySql(Servers servers) : MatcherContract(servers, Engine.MySql);

/// <summary>DIRAC's own pilots ask for jobs.</summary>
public abstract class MatcherContract(Servers servers, Engine engine)
{
    private const string Matcher = "Matcher";

    [Fact]
    public async Task RequestJob_GenericPilot_GetsAJobThatItCanStart()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync(description: """[ Executable = "/bin/true"; InputSandbox = {}; NumberOfProcessors = 2; ]"""))[0];
        var reference = await PilotAsync(community);

        var job = (await community.GenericPilot(Matcher).CallAsync("requestJob", Resource(("PilotReference", reference)))).MustBeOk().AsDict();

        Assert.Equal((id, "ann", $"{community.Vo}_user"), (job["JobID"].AsInt64(), job["Owner"].AsText(), job["Group"].AsText()));
        Assert.True(job["PilotInfoReportedFlag"].AsTruth());
        Assert.Equal("JobPath,JobSanity,JobScheduling", job["OptimizerChain"].AsText().Replace(" ", "", StringComparison.Ordinal));
        Assert.Contains($"JobID = {id};", job["JDL"].AsText(), StringComparison.Ordinal);
        var row = await community.User().RowAsync(id);
        Assert.Equal(("Matched", "Assigned", Community.Site), (row.GetProperty("Status").GetString(), row.GetProperty("MinorStatus").GetString(), row.GetProperty("Site").GetString()));
        Assert.Equal("Matcher", (await community.User().LogAsync(id))[^1].Source);
        await NotedAsync(community, reference, $"CurrentJobID = {id} AND Status = 'Running' AND GridSite = '{Community.Site}' AND DestinationSite = 'ce.test.local' AND BenchMark > 9");
        Assert.Equal(1, await community.Server.CountAsync("PilotAgentsDB", "JobToPilotMapping", $"JobID = {id}"));
    }

    [Fact]
    public async Task RequestJob_NothingFits_IsTheFailurePilotsKnow()
    {
        var community = await CommunityAsync();

        var reply = await community.GenericPilot(Matcher).CallAsync("requestJob", Resource());

        Assert.Equal((1510, "No match found ( 1510 : )"), (reply.Errno, reply.Message));
    }

    [Theory]
    [InlineData("CPUTime", 100L)]
    [InlineData("Site", "DIRAC.Other.local")]
    [InlineData("JobType", "Test")]
    [InlineData("OwnerGroup", "another")]
    [InlineData("Owner", "bob")]
    [InlineData("JobID", 1L)]
    public async Task RequestJob_WithACondition_IsHeldToIt(string key, object value)
    {
        var community = await CommunityAsync();
        await community.WaitingAsync(description: $$"""[ Executable = "/bin/true"; Site = "{{Community.Site}}"; ]""");

        var reply = await community.GenericPilot(Matcher).CallAsync("requestJob", Resource((key, value is string text ? text : (long)value)));

        Assert.Equal(1510, reply.Errno);
    }

    [Fact]
    public async Task RequestJob_ConditionsAsListsAndAny_AreUnderstood()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        var group = WireValue.List("other", $"{community.Vo}_user");

        var one = await community.GenericPilot(Matcher).CallAsync(
            "requestJob", Resource(("JobType", WireValue.List("Test", "User")), ("OwnerGroup", group), ("Platform", "ANY"), ("GridCE", WireValue.List("ce")), ("JobID", ids[1]), ("Tag", ""), ("WholeNode", true)));
        var rest = await community.GenericPilot(Matcher).CallAsync("requestJob", Resource(("JobType", WireValue.List("Any", "Test")), ("Platform", WireValue.Null)));

        Assert.Equal(ids[1], one.MustBeOk().AsDict()["JobID"].AsInt64());
        Assert.Equal(ids[0], rest.MustBeOk().AsDict()["JobID"].AsInt64());
    }

    [Fact]
    public async Task RequestJob_TagsRequired_AreOfferedAndTaken()
    {
        var community = await CommunityAsync();
        await community.WaitingAsync();
        var tagged = (await community.WaitingAsync(description: """[ Executable = "/bin/true"; Tags = {"GPU"}; ]"""))[0];

        var job = await community.GenericPilot(Matcher).CallAsync("requestJob", Resource(("Tag", "['GPU', \"SSD\"]"), ("RequiredTag", WireValue.List("GPU"))));

        Assert.Equal(tagged, job.MustBeOk().AsDict()["JobID"].AsInt64());
        Assert.Equal(1510, (await community.GenericPilot(Matcher).CallAsync("requestJob", Resource(("Tag", "GPU"), ("RequiredTag", "GPU")))).Errno);
        Assert.Contains("Wrong conditions", await community.GenericPilot(Matcher).FailureAsync("requestJob", Resource(("Tag", "SSD"), ("RequiredTag", "GPU"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequestJob_ByUsersThemselves_GivesOwnJobsOrTheGroups()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);

        Assert.Equal(1510, (await community.LegacyUser(Matcher, "bob").CallAsync("requestJob", Resource())).Errno);
        Assert.Equal(1510, (await community.Legacy(Matcher, "bob", "other", DiracProperties.JobSharing).CallAsync("requestJob", Resource())).Errno);
        var own = await community.LegacyUser(Matcher).CallAsync("requestJob", Resource(("OwnerGroup", "ignored")));
        var shared = await community.Legacy(Matcher, "bob", "user", DiracProperties.NormalUser, DiracProperties.JobSharing).CallAsync("requestJob", Resource());

        Assert.Equal(ids.Order(), new[] { own, shared }.Select(reply => reply.MustBeOk().AsDict()["JobID"].AsInt64()).Order());
    }

    [Fact]
    public async Task RequestJob_PilotOfAnotherVo_GetsNothing()
    {
        var community = await CommunityAsync();
        await community.WaitingAsync();
        var other = await CommunityAsync();

        Assert.Equal(1510, (await other.GenericPilot(Matcher).CallAsync("requestJob", Resource(("VirtualOrganization", community.Vo), ("OwnerGroup", $"{community.Vo}_user")))).Errno);
    }

    [Fact]
    public async Task RequestJob_VersionNotTold_IsRefusedWithItsNumber()
    {
        var community = await CommunityAsync();
        await community.WaitingAsync();

        var reply = await community.GenericPilot(Matcher).CallAsync("requestJob", LegacyClient.Dict(("Site", Community.Site), ("CPUTime", 1_000_000)));

        Assert.Equal((1511, "Pilot version does not match ( 1511 : Version check requested and not provided by Pilot)"), (reply.Errno, reply.Message));
    }

    [Fact]
    public async Task RequestJob_WithoutWhatIsNeeded_SaysWhatIsMissing()
    {
        var pilot = (await CommunityAsync()).GenericPilot(Matcher);

        Assert.Equal("Missing mandatory field 'CPUTime' in match request definition", await pilot.FailureAsync("requestJob", LegacyClient.Dict(("Site", "S"), ("DIRACVersion", "v9"))));
        Assert.Equal("Resource.Site is required.", await pilot.FailureAsync("requestJob", LegacyClient.Dict(("CPUTime", 1), ("DIRACVersion", "v9"))));
        Assert.Contains("JobType failed", await pilot.FailureAsync("requestJob", Resource(("JobType", WireValue.List(1)))), StringComparison.Ordinal);
        Assert.Contains("expected", await pilot.FailureAsync("requestJob", "[ Site = 1; ]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequestJob_PilotThatWasKilled_GetsNoMore()
    {
        var community = await CommunityAsync();
        await community.WaitingAsync();
        var reference = await PilotAsync(community);
        (await community.Operator().PostAsync("/api/pilots/kill", $$"""{"pilot_stamps":["{{Stamp(reference)}}"],"reason":"old"}""")).Read(ModelJsonContext.Default.PilotBulkResult);

        var reply = await community.GenericPilot(Matcher).CallAsync("requestJob", Resource(("PilotReference", reference)));

        Assert.Equal((1510, "No match found ( 1510 : Killed by oper: old)"), (reply.Errno, reply.Message));
    }

    [Fact]
    public async Task JobOfAForeignPilot_HasNoLeaseAndIsJudgedByItsSilence()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        (await community.GenericPilot(Matcher).CallAsync("requestJob", Resource(("PilotReference", "unknown-to-us")))).MustBeOk();
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET Status = 'Running', LastUpdateTime = '2020-01-01 00:00:00', HeartBeatTime = NULL WHERE JobID = {id}");

        await community.Server.StartRoundAsync(new Rescue.RescueRound());
        await community.Server.StartRoundAsync(new StalledJobRound());

        await community.User().BecomesAsync(id, "Stalled");
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET LastUpdateTime = '2020-01-01 00:00:00' WHERE JobID = {id}");
        await community.Server.StartRoundAsync(new StalledJobRound());
        await community.User().BecomesAsync(id, "Failed");
        Assert.Equal(1, await community.Server.CountAsync("JobDB", "x_JobAttempts", $"JobID = {id} AND Outcome = 'Expired' AND EndedMs IS NOT NULL"));
    }

    [Fact]
    public async Task JobOfAForeignPilot_Killed_HearsOfItWithItsHeartbeat()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        (await community.GenericPilot(Matcher).CallAsync("requestJob", Resource())).MustBeOk();

        Assert.Empty((await community.User().ControlAsync("kill", id)).Failed);

        Assert.Equal(1, await community.Server.CountAsync("JobDB", "JobCommands", $"JobID = {id} AND Command = 'Kill'"));
        Assert.Equal(0, await community.Server.CountAsync("JobDB", "x_JobAttempts", $"JobID = {id} AND EndedMs IS NULL"));
    }

    [Fact]
    public async Task JobOfAForeignPilot_Rescheduled_WaitsForNobody()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        (await community.GenericPilot(Matcher).CallAsync("requestJob", Resource())).MustBeOk();

        await community.User().ControlAsync("reschedule", id);
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET RescheduleTime = '2020-01-01 00:00:00' WHERE JobID = {id}");

        Assert.Equal(1, await community.Server.CountAsync("JobDB", "x_JobAttempts", $"JobID = {id} AND Outcome = 'Superseded' AND EndedMs IS NOT NULL"));
    }

    [Fact]
    public async Task OurPilot_OfTheStampAForeignOneNames_HasNothingOfItsJobs()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        var reference = await PilotAsync(community);
        (await community.GenericPilot(Matcher).CallAsync("requestJob", Resource(("PilotReference", reference)))).MustBeOk();

        var reply = await community.Pilot(Stamp(reference)).BeatAsync(new PilotHeartbeatRequest { Held = [new HeldAttempt(id, 1)] });

        Assert.Empty(reply.Renewed);
        Assert.Equal(0, await community.Server.CountAsync("JobDB", "x_JobAttempts", $"JobID = {id} AND LeaseUntilMs < 253402300799999"));
    }

    [Fact]
    public async Task GetActiveTaskQueues_TellsThoseOfTheVoByNumber()
    {
        var community = await CommunityAsync();
        await community.WaitingAsync(2, """[ Executable = "/bin/true"; Site = "DIRAC.Test.local"; CPUTime = 3000; ]""");

        var queue = Assert.Single(Pairs((await community.LegacyUser(Matcher).CallAsync("getActiveTaskQueues")).MustBeOk()));

        Assert.True(long.TryParse(queue.Key, out _));
        Assert.Equal(
            $$"""{"Jobs":2,"Owner":"ann","OwnerGroup":"{{community.Vo}}_user","CPUTime":3600,"Sites":["DIRAC.Test.local"],"JobTypes":["User"]}""",
            Compact(LegacyClient.Text(queue.Value)[1..]));
    }

    [Fact]
    public async Task GetMatchingTaskQueues_TellsThoseAResourceCouldServe()
    {
        var community = await CommunityAsync();
        await community.WaitingAsync(description: """[ Executable = "/bin/true"; Site = "DIRAC.Test.local"; ]""");
        var pilot = community.GenericPilot(Matcher);

        Assert.Single(Pairs((await pilot.CallAsync("getMatchingTaskQueues", Resource())).MustBeOk()));
        Assert.Single(Pairs((await pilot.CallAsync("getMatchingTaskQueues", LegacyClient.Dict(("CPUTime", 1_000_000)))).MustBeOk()));
        Assert.Equal("{}", await pilot.ValueAsync("getMatchingTaskQueues", Resource(("Site", "DIRAC.Other.local"))));
        Assert.Single(Pairs((await community.Host(Matcher).CallAsync("getMatchingTaskQueues", Resource(("VirtualOrganization", community.Vo)))).MustBeOk()));
    }

    internal static WireValue Resource(params (string Key, WireValue Value)[] more)
    {
        var said = new Dictionary<string, WireValue>
        {
            ["Site"] = Community.Site, ["CPUTime"] = 1_000_000, ["GridCE"] = "ce.test.local", ["NumberOfProcessors"] = 4, ["MaxRAM"] = 8_000, ["PilotBenchmark"] = 9.5,
            ["PilotInfoReportedFlag"] = false, ["DIRACVersion"] = "v9.0.0a1", ["ReleaseVersion"] = "v9.0.0a1", ["WaitingToRunningRatio"] = 0.5, ["CEName"] = WireValue.Null,
        };
        foreach (var (key, value) in more) said[key] = value;
        return LegacyClient.Dict([.. said.Select(pair => (pair.Key, pair.Value))]);
    }

    private static string Compact(string json) => "{" + json[json.IndexOf("\"Jobs\"", StringComparison.Ordinal)..].Replace("\": ", "\":", StringComparison.Ordinal).Replace(", ", ",", StringComparison.Ordinal);

    private static List<KeyValuePair<string, WireValue>> Pairs(WireValue dict)
    {
        var pairs = new List<KeyValuePair<string, WireValue>>();
        foreach (var (key, value) in dict.AsDict()) pairs.Add(new(key.AsText(), value));
        return pairs;
    }

    private static string Stamp(string reference) => reference[(reference.LastIndexOf('/') + 1)..];

    private static async Task<string> PilotAsync(Community community)
    {
        var stamp = Unique.Name("f");
        await community.Operator().PostAsync("/api/pilots/references", $$$"""{"vo":"{{{community.Vo}}}","references":["https://ce/{{{stamp}}}"],"stamps":{"https://ce/{{{stamp}}}":"{{{stamp}}}"}}""");
        return $"https://ce/{stamp}";
    }

    private static Task<long> NotedAsync(Community community, string reference, string condition) => Eventually.SeeAsync(
        () => community.Server.CountAsync("PilotAgentsDB", "PilotAgents", $"PilotJobReference = '{reference}' AND {condition}"), count => count == 1, condition);

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
