using System.Globalization;
using Dirac.Persistence;
using Dirac.Wire.Values;
using Dirac.Workload.Tests.Rpc.Matching;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.Rpc.Pilots;

public sealed class PilotManagerRpcSqlite(Servers servers) : PilotManagerRpcContract(servers, Engine.Sqlite);

public sealed class PilotManagerRpcMySql(Servers servers) : PilotManagerRpcContract(servers, Engine.MySql);

/// <summary>What DIRAC's clients ask and tell about pilots.</summary>
public abstract class PilotManagerRpcContract(Servers servers, Engine engine)
{
    private const string Manager = "PilotManager";
    private const string Monitor = "Site";

    [Fact]
    public async Task AddPilotReferences_ThenGetPilotInfo_TellsAll()
    {
        var community = await CommunityAsync();
        var (first, second) = (Reference(), Reference());
        var stamp = Unique.Name("s");

        Assert.Equal("null", await community.GenericPilot(Manager).ValueAsync("addPilotReferences", WireValue.List(first, second), community.Vo, "HTCondorCE", LegacyClient.Dict((first, stamp))));

        var info = (await community.LegacyUser(Manager).CallAsync("getPilotInfo", WireValue.List(first, second, "none"))).MustBeOk().AsDict();
        Assert.Equal(2, info.Count);
        var pilot = info[first].AsDict();
        Assert.Equal(
            ["PilotJobReference", "VO", "GridType", "Status", "DestinationSite", "BenchMark", "AccountingSent", "SubmissionTime", "PilotID", "LastUpdateTime", "GridSite", "PilotStamp", "Queue"],
            Keys(pilot));
        Assert.Equal((first, community.Vo, "HTCondorCE", "Submitted", "NotAssigned", stamp), (Text(pilot, "PilotJobReference"), Text(pilot, "VO"), Text(pilot, "GridType"), Text(pilot, "Status"), Text(pilot, "DestinationSite"), Text(pilot, "PilotStamp")));
        Assert.Equal((WireKind.Real, WireKind.DateTime, WireKind.Whole, "False"), (pilot["BenchMark"].Kind, pilot["SubmissionTime"].Kind, pilot["PilotID"].Kind, Text(pilot, "AccountingSent")));
        Assert.Equal(32, Text(info[second].AsDict(), "PilotStamp").Length);
        Assert.Contains("exists already", await community.GenericPilot(Manager).FailureAsync("addPilotReferences", WireValue.List("https://again"), community.Vo, "X", LegacyClient.Dict(("https://again", stamp))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetPilotInfo_Unknown_IsTheFailureThatClientsKnow()
    {
        var community = await CommunityAsync();
        var user = community.LegacyUser(Manager);

        Assert.Equal("No pilots found ( 1550 : No pilots found for PilotJobReference(s): https://x)", await user.FailureAsync("getPilotInfo", "https://x"));
        Assert.Equal("No pilots found ( 1550 : No pilots found for PilotJobReference(s): ['https://x', 'y'])", await user.FailureAsync("getPilotInfo", WireValue.List("https://x", "y")));
    }

    [Fact]
    public async Task SetPilotStatus_AndOthers_ChangeTheRow()
    {
        var community = await CommunityAsync();
        var reference = await AddAsync(community);
        var pilot = community.GenericPilot(Manager);

        Assert.Equal("1", await pilot.ValueAsync("setPilotStatus", reference, "Running", "ce1", "Report from JobAgent", Monitor, "long"));
        Assert.Equal("1", await pilot.ValueAsync("setPilotBenchmark", reference, 12.5));
        Assert.Equal("1", await pilot.ValueAsync("setAccountingFlag", reference));
        Assert.Equal("0", await pilot.ValueAsync("setPilotStatus", "https://nobody", "Done"));

        Assert.Equal(1, await RowsAsync(
            community, reference, "Status = 'Running' AND DestinationSite = 'ce1' AND GridSite = 'Site' AND Queue = 'long' AND StatusReason = 'Report from JobAgent' AND BenchMark = 12.5 AND AccountingSent = 'True'"));
        Assert.Equal("1", await pilot.ValueAsync("setPilotStatus", reference, "Done", "", WireValue.Null, "", WireValue.Null));
        Assert.Equal(1, await RowsAsync(community, reference, "Status = 'Done' AND DestinationSite = 'ce1' AND GridSite = 'Site' AND Queue = 'long' AND StatusReason = 'Not given'"));
        Assert.Contains("is not a pilot status", await pilot.FailureAsync("setPilotStatus", reference, "Sleeping"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetPilotStatus_PilotWithoutAStamp_GetsOne()
    {
        var community = await CommunityAsync();
        var reference = Reference();
        await community.Server.ExecuteAsync("PilotAgentsDB", $"INSERT INTO {{PilotAgents}} (PilotJobReference, PilotStamp, VO, Status) VALUES ('{reference}', '', '{community.Vo}', 'Submitted')");

        Assert.Equal("1", await community.GenericPilot(Manager).ValueAsync("setPilotStatus", reference, "Waiting"));

        Assert.Equal(1, await RowsAsync(community, reference, "Status = 'Waiting' AND PilotStamp <> ''"));
    }

    [Fact]
    public async Task Changes_ByThoseWhoMayNot_AreRefused()
    {
        var community = await CommunityAsync();
        var reference = await AddAsync(community);
        var user = community.LegacyUser(Manager);
        var other = (await CommunityAsync()).LegacyOperator(Manager);
        (string Method, WireValue[] Arguments)[] calls =
        [
            ("addPilotReferences", [WireValue.List("x"), community.Vo]), ("setPilotStatus", [reference, "Done"]), ("setPilotBenchmark", [reference, 1.5]), ("setAccountingFlag", [reference]),
            ("setJobForPilot", [1, reference]), ("storePilotOutput", [reference, "", ""]), ("killPilot", [reference]), ("deletePilots", [reference]), ("clearPilots", [30, 7]),
        ];

        foreach (var (method, arguments) in calls)
        {
            Assert.Contains("may not change pilots", await user.FailureAsync(method, arguments), StringComparison.Ordinal);
            if (method is not ("setAccountingFlag" or "setPilotStatus" or "setPilotBenchmark" or "clearPilots" or "deletePilots")) Assert.False((await other.CallAsync(method, arguments)).IsOk, method);
            else await other.CallAsync(method, arguments);
        }

        foreach (var method in new[] { "killPilot", "deletePilots" }) Assert.Contains("may not change pilots", await community.GenericPilot(Manager).FailureAsync(method, reference), StringComparison.Ordinal);
        Assert.Equal(1, await RowsAsync(community, reference, "Status = 'Submitted' AND AccountingSent = 'False'"));
    }

    [Fact]
    public async Task SetJobForPilot_ThenGetPilots_TellsTheJobsPilots()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        var reference = await AddAsync(community);

        Assert.Equal("1", await community.GenericPilot(Manager).ValueAsync("setJobForPilot", id.ToString(CultureInfo.InvariantCulture), reference, "ce7"));

        Assert.Equal(1, await RowsAsync(community, reference, $"CurrentJobID = {id} AND Status = 'Running' AND DestinationSite = 'ce7' AND StatusReason = 'Report from job {id}'"));
        var pilots = (await community.LegacyUser(Manager).CallAsync("getPilots", id)).MustBeOk().AsDict();
        Assert.Equal($"[{id}]", LegacyClient.Text(pilots[reference].AsDict()["Jobs"]));
        Assert.Equal($"[{id}]", LegacyClient.Text((await Service(community).CallAsync("getPilots", $"{id}")).MustBeOk().AsDict()[reference].AsDict()["Jobs"]));
        Assert.Equal("PilotJobReference https://x not found", await community.GenericPilot(Manager).FailureAsync("setJobForPilot", id, "https://x"));
    }

    [Fact]
    public async Task GetPilots_OfAJobThatAForeignPilotHas_TellsIt()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        Assert.Equal($"Failed to get pilot for Job {id}: ", await community.LegacyUser(Manager).FailureAsync("getPilots", id));
        var reference = await AddAsync(community);

        (await community.GenericPilot("Matcher").CallAsync("requestJob", MatcherContract.Resource(("PilotReference", reference)))).MustBeOk();

        Assert.Equal([reference], Keys((await community.LegacyUser(Manager).CallAsync("getPilots", id)).MustBeOk().AsDict()));
    }

    [Fact]
    public async Task Output_IsKeptAndTold()
    {
        var community = await CommunityAsync();
        var reference = await AddAsync(community);
        var user = community.LegacyUser(Manager);
        Assert.Contains("has handed in no output yet", await user.FailureAsync("getPilotOutput", reference), StringComparison.Ordinal);
        Assert.StartsWith("Pilot logging not available", await user.FailureAsync("getPilotLoggingInfo", reference), StringComparison.Ordinal);

        Assert.Equal("1", await community.GenericPilot(Manager).ValueAsync("storePilotOutput", reference, "out", "err"));

        Assert.Equal($$"""{"StdOut": "out", "StdErr": "err", "VO": "{{community.Vo}}", "FileList": []}""", await user.ValueAsync("getPilotOutput", reference));
        Assert.Equal("Failed to get info for pilot", await user.FailureAsync("getPilotOutput", "https://x"));
        Assert.Equal("Pilot reference not found https://x", await community.GenericPilot(Manager).FailureAsync("storePilotOutput", "https://x", "", ""));
    }

    [Fact]
    public async Task Select_Count_AndCounters_AgreeOnConditions()
    {
        var community = await CommunityAsync();
        var (a, b, c) = (await AddAsync(community), await AddAsync(community), await AddAsync(community));
        foreach (var (reference, status, site) in new[] { (a, "Running", "S1"), (b, "Done", "S1"), (c, "Done", "S2") })
        {
            await community.GenericPilot(Manager).CallAsync("setPilotStatus", reference, status, "ce", "", site);
        }

        await community.Server.ExecuteAsync("PilotAgentsDB", $"UPDATE {{PilotAgents}} SET LastUpdateTime = '2020-01-01 00:00:00', SubmissionTime = '2020-01-01 00:00:00' WHERE PilotJobReference = '{c}'");
        var user = community.LegacyUser(Manager);

        Assert.Equal($"""["{b}", "{c}"]""", await user.ValueAsync("selectPilots", LegacyClient.Dict(("Status", "Done"))));
        Assert.Equal($"""["{a}"]""", await user.ValueAsync("selectPilots", LegacyClient.Dict(("Status", WireValue.List("Running", "Waiting")), ("GridSite", WireValue.List("S1")))));
        Assert.Equal("3", await user.ValueAsync("countPilots", LegacyClient.Dict()));
        Assert.Equal("1", await user.ValueAsync("countPilots", LegacyClient.Dict(), "2021-01-01 00:00:00"));
        Assert.Equal("2", await user.ValueAsync("countPilots", LegacyClient.Dict(), WireValue.Null, WireValue.Of(new DateTime(2021, 1, 1)), "LastUpdateTime"));
        Assert.Equal("""[[{"GridSite": "S1", "Status": "Done"}, 1], [{"GridSite": "S1", "Status": "Running"}, 1], [{"GridSite": "S2", "Status": "Done"}, 1]]""", await user.ValueAsync("getCounters", "PilotAgents", WireValue.List("GridSite", "Status"), LegacyClient.Dict()));
        Assert.Equal("""{"Done": 1, "Running": 1}""", await user.ValueAsync("getCurrentPilotCounters", LegacyClient.Dict()));
        Assert.Equal("""{"Done": 0}""", await user.ValueAsync("getCurrentPilotCounters", LegacyClient.Dict(("GridSite", "S2"))));
        Assert.Equal("""{"S1": 2, "S2": 1}""", await user.ValueAsync("getPilotStatistics", "GridSite", LegacyClient.Dict()));
        Assert.Equal("""{"S1": 2}""", await user.ValueAsync("getPilotStatistics", "GridSite", LegacyClient.Dict(("FromDate", "2021-01-01"))));
        Assert.Equal($$"""{"VO": ["{{community.Vo}}"], "GridType": ["DIRAC"], "Status": ["Done", "Running"], "DestinationSite": ["ce"], "GridSite": ["S1", "S2"]}""", await user.ValueAsync("getPilotMonitorSelectors"));
        Assert.Equal("[]", await (await CommunityAsync()).LegacyUser(Manager).ValueAsync("selectPilots", LegacyClient.Dict()));
        Assert.Equal($"""["{c}"]""", await Service(community).ValueAsync("selectPilots", LegacyClient.Dict(("GridSite", "S2"), ("VO", community.Vo))));
    }

    [Fact]
    public async Task Conditions_ThatAreNone_AreRefusedInWords()
    {
        var user = (await CommunityAsync()).LegacyUser(Manager);

        Assert.Contains("Unknown column", await user.FailureAsync("selectPilots", LegacyClient.Dict(("1=1; --", "x"))), StringComparison.Ordinal);
        Assert.Contains("Unknown column", await user.FailureAsync("getCounters", "PilotAgents", WireValue.List("Owner"), LegacyClient.Dict()), StringComparison.Ordinal);
        Assert.Equal("Only PilotAgents can be counted", await user.FailureAsync("getCounters", "JobToPilotMapping", WireValue.List("JobID"), LegacyClient.Dict()));
        Assert.Contains("is a text, a number or a list", await user.FailureAsync("selectPilots", LegacyClient.Dict(("Status", LegacyClient.Dict()))), StringComparison.Ordinal);
        Assert.Contains("A time is a datetime", await user.FailureAsync("countPilots", LegacyClient.Dict(), "yesterday"), StringComparison.Ordinal);
        Assert.Contains("Unknown column", await user.FailureAsync("getPilotMonitorWeb", LegacyClient.Dict(), WireValue.List(WireValue.List("x", "ASC")), 0, 10), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summaries_TellWhatDiracsTell()
    {
        var community = await CommunityAsync();
        foreach (var (status, ce) in new[] { ("Done", "ce1"), ("Aborted", "ce1"), ("Running", "ce2") })
        {
            await community.GenericPilot(Manager).CallAsync("setPilotStatus", await AddAsync(community), status, ce, "", Community.Site);
        }

        var user = community.LegacyUser(Manager);
        var none = WireValue.List();

        var byCE = (await user.CallAsync("getPilotSummary")).MustBeOk().AsDict();
        Assert.Equal("""{"Aborted": 1, "Done": 1, "Aborted_Hour": 1, "Aborted_Day": 1}""", LegacyClient.Text(byCE["ce1"]));
        Assert.Equal((9, 1L), (byCE["Total"].AsDict().Count, byCE["Total"].AsDict()["Running"].AsInt64()));
        var web = (await user.CallAsync("getPilotSummaryWeb", LegacyClient.Dict(), none, 0, 0)).MustBeOk().AsDict();
        Assert.Equal($"""[["{Community.Site}", "Multiple", 0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 1, 3, "99.00", "66.67", "Idle", "Yes"]]""", LegacyClient.Text(web["Records"]));
        Assert.Equal(18, web["ParameterNames"].AsList().Length);
        Assert.Equal((3L, "Idle"), (web["Extras"].AsDict()["Total"].AsInt64(), web["Extras"].AsDict()["Status"].AsText()));
        Assert.Equal(2, (await user.CallAsync("getPilotSummaryWeb", LegacyClient.Dict(("ExpandSite", Community.Site)), none, 0, 10)).MustBeOk().AsDict()["TotalRecords"].AsInt64());
        Assert.Equal("[]", LegacyClient.Text((await user.CallAsync("getPilotSummaryWeb", LegacyClient.Dict(("Status", "Good")), none, 0, 10)).MustBeOk().AsDict()["Records"]));
        Assert.Equal(
            """{"ParameterNames": ["Site", "Submitted", "Done", "Failed", "Aborted", "Running", "Waiting", "Scheduled", "Ready", "Aborted_Hour", "Total", "PilotsPerJob", "PilotJobEff", "CE", "Status"], "Records": [["DIRAC.Test.local", 0, 1, 0, 1, 1, 0, 0, 0, 1, 3, 99.0, 66.66666666666667, "Multiple", "Idle"]], "TotalRecords": 1}""",
            await user.ValueAsync("getGroupedPilotSummary", WireValue.List("GridSite")));
        Assert.Equal(2, (await user.CallAsync("getGroupedPilotSummary", WireValue.List("GridSite", "DestinationSite", "VO"))).MustBeOk().AsDict()["TotalRecords"].AsInt64());
    }

    [Fact]
    public async Task GetPilotMonitorWeb_GivesPagesOfTexts()
    {
        var community = await CommunityAsync();
        var (a, b) = (await AddAsync(community), await AddAsync(community));
        var user = community.LegacyUser(Manager);
        var sort = WireValue.List(WireValue.List("PilotID", "DESC"));

        var page = (await user.CallAsync("getPilotMonitorWeb", LegacyClient.Dict(), sort, 0, 1)).MustBeOk().AsDict();

        Assert.Equal(2, page["TotalRecords"].AsInt64());
        var record = Assert.Single(page["Records"].AsList().ToArray()).AsList().ToArray();
        Assert.Equal(b, record[0].AsText());
        Assert.Equal(("0.0", WireKind.Text, WireKind.Whole, WireKind.Whole, WireKind.Null), (record[5].AsText(), record[6].Kind, record[7].Kind, record[9].Kind, record[10].Kind));
        Assert.Equal("Item number out of range", await user.FailureAsync("getPilotMonitorWeb", LegacyClient.Dict(), sort, 2, 1));
        Assert.Equal("""{"TotalRecords": 0}""", await user.ValueAsync("getPilotMonitorWeb", LegacyClient.Dict(("PilotJobReference", $"{a}x")), sort, 0, 1));
    }

    [Fact]
    public async Task Kill_ThenDelete_OnlyWhatHasEnded()
    {
        var community = await CommunityAsync();
        var (a, b) = (await AddAsync(community), await AddAsync(community));
        var oper = community.LegacyOperator(Manager);
        Assert.Contains("kill it first", await oper.FailureAsync("deletePilots", a), StringComparison.Ordinal);

        Assert.Equal("null", await oper.ValueAsync("killPilot", WireValue.List(a, b)));
        Assert.Equal("Failed to get info for pilot https://x", await oper.FailureAsync("killPilot", "https://x"));
        await Eventually.SeeAsync(() => RowsAsync(community, a, "Status = 'Deleted'"), count => count == 1, "The end of a");
        await Eventually.SeeAsync(() => RowsAsync(community, b, "Status = 'Deleted'"), count => count == 1, "The end of b");
        var number = (await community.LegacyUser(Manager).CallAsync("getPilotInfo", b)).MustBeOk().AsDict()[b].AsDict()["PilotID"].AsInt64();

        Assert.StartsWith("[", await oper.ValueAsync("deletePilots", a), StringComparison.Ordinal);
        Assert.Equal("null", await Service(community).ValueAsync("deletePilots", WireValue.List(number)));
        Assert.Equal("0", await oper.ValueAsync("countPilots", LegacyClient.Dict()));
    }

    [Fact]
    public async Task Clear_TakesWhatEndedLongAgo()
    {
        var community = await CommunityAsync();
        var reference = await AddAsync(community);
        await community.Server.ExecuteAsync("PilotAgentsDB", $"UPDATE {{PilotAgents}} SET SubmissionTime = '2020-01-01 00:00:00', Status = 'Done' WHERE PilotJobReference = '{reference}'");
        await AddAsync(community);

        Assert.Equal("null", await community.LegacyOperator(Manager).ValueAsync("clearPilots", 30, 7));

        Assert.Equal("1", await community.LegacyUser(Manager).ValueAsync("countPilots", LegacyClient.Dict()));
    }

    private static string Reference() => $"https://ce/{Unique.Name("m")}";

    private static async Task<string> AddAsync(Community community)
    {
        var reference = Reference();
        (await community.GenericPilot(Manager).CallAsync("addPilotReferences", WireValue.List(reference), community.Vo)).MustBeOk();
        return reference;
    }

    private static LegacyClient Service(Community community) => community.Host(Manager);

    private static Task<long> RowsAsync(Community community, string reference, string condition) =>
        community.Server.CountAsync("PilotAgentsDB", "PilotAgents", $"PilotJobReference = '{reference}' AND {condition}");

    private static string Text(WireDict dict, string key) => dict[key].AsText();

    private static List<string> Keys(WireDict dict)
    {
        var keys = new List<string>();
        foreach (var (key, _) in dict) keys.Add(key.AsText());
        return keys;
    }

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
