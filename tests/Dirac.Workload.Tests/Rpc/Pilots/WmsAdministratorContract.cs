using Dirac.Persistence;
using Dirac.Wire.Values;
using Dirac.Workload.Tests.Rpc.Matching;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.Rpc.Pilots;

public sealed class WmsAdministratorRpcSqlite(Servers servers) : WmsAdministratorRpcContract(servers, Engine.Sqlite);

public sealed class WmsAdministratorRpcMySql(Servers servers) : WmsAdministratorRpcContract(servers, Engine.MySql);

/// <summary>What is left of DIRAC's WMSAdministrator.</summary>
public abstract class WmsAdministratorRpcContract(Servers servers, Engine engine)
{
    private const string Administrator = "WMSAdministrator";

    [Fact]
    public async Task GetJobPilotOutput_IsThatOfTheLastPilot()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        var user = community.LegacyUser(Administrator);
        Assert.Equal("No pilot job reference found", await user.FailureAsync("getJobPilotOutput", id));
        var reference = $"https://ce/{Unique.Name("w")}";
        (await community.GenericPilot("PilotManager").CallAsync("addPilotReferences", WireValue.List(reference), community.Vo)).MustBeOk();
        (await community.GenericPilot("Matcher").CallAsync("requestJob", MatcherContract.Resource(("PilotReference", reference)))).MustBeOk();
        (await community.GenericPilot("PilotManager").CallAsync("storePilotOutput", reference, "out", "")).MustBeOk();

        Assert.Equal($$"""{"StdOut": "out", "StdErr": "", "VO": "{{community.Vo}}", "FileList": []}""", await user.ValueAsync("getJobPilotOutput", $"{id}"));
        Assert.Contains("does not exist", await (await CommunityAsync()).LegacyUser(Administrator).FailureAsync("getJobPilotOutput", id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetSiteSummaryWeb_CountsJobsBySite()
    {
        var community = await CommunityAsync();
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        await JobTable.AddAsync(
            community.Server.Database("JobDB"),
            community.Vo,
            [[Community.Site, "Waiting", null], [Community.Site, "Done", now], [Community.Site, "Failed", now.AddDays(-2)]],
            "Site",
            "Status",
            "EndExecTime");
        var oper = community.LegacyOperator(Administrator);

        var summary = (await oper.CallAsync("getSiteSummaryWeb", LegacyClient.Dict(), WireValue.List(WireValue.List("Site", "ASC")), 0, 10)).MustBeOk().AsDict();

        Assert.Equal("""[["DIRAC.Test.local", "DIRAC", "local", 2, "Active", 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, "100.0", "Good"]]""", LegacyClient.Text(summary["Records"]));
        Assert.Equal((1L, 23), (summary["TotalRecords"].AsInt64(), summary["ParameterNames"].AsList().Length));
        Assert.Equal(1, summary["Extras"].AsDict()["local"].AsDict()["Done"].AsInt64());
        Assert.Equal(0, (await oper.CallAsync("getSiteSummaryWeb", LegacyClient.Dict(("Status", WireValue.List("Bad"))), WireValue.List(), 0, 10)).MustBeOk().AsDict()["TotalRecords"].AsInt64());
        Assert.Contains("Sites have no 'x'", await oper.FailureAsync("getSiteSummaryWeb", LegacyClient.Dict(("x", "y")), WireValue.List(), 0, 10), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetSiteSummarySelectors_TellsConfiguredSites()
    {
        var community = await CommunityAsync();

        Assert.Equal(
            """{"Status": ["Good", "Fair", "Poor", "Bad", "Idle"], "MaskStatus": ["Active", "Banned", "NoMask", "Reduced"], "Country": ["local"], "Site": ["DIRAC.Other.local", "DIRAC.Test.local"]}""",
            await community.LegacyOperator(Administrator).ValueAsync("getSiteSummarySelectors"));
    }

    [Fact]
    public async Task SiteMask_DoesNothingAndSaysSo()
    {
        var oper = (await CommunityAsync()).LegacyOperator(Administrator);
        (string Method, WireValue[] Arguments)[] calls =
        [
            ("setSiteMask", [WireValue.List()]), ("getSiteMask", []), ("getSiteMask", ["Banned"]), ("getSiteMaskStatus", []), ("getSiteMaskStatus", [WireValue.List("S")]), ("getAllSiteMaskStatus", []),
            ("banSite", ["S"]), ("allowSite", ["S", "again"]), ("clearMask", []), ("getSiteMaskLogging", ["S"]), ("getSiteMaskSummary", []),
        ];

        foreach (var (method, arguments) in calls) Assert.Equal("null", await oper.ValueAsync(method, arguments));
    }

    [Fact]
    public async Task Methods_ForUsers_AreClosedButOne()
    {
        var user = (await CommunityAsync()).LegacyUser(Administrator);

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await user.PostAsync("getSiteSummarySelectors")).Status);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await user.PostAsync("banSite", "S")).Status);
    }

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
