using Dirac.Persistence;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.Rpc;

public sealed class JobMonitoringStatesSqlite(Servers servers) : JobMonitoringStatesContract(servers, Engine.Sqlite);

public sealed class JobMonitoringStatesMySql(Servers servers) : JobMonitoringStatesContract(servers, Engine.MySql);

/// <summary>JobMonitoring's methods that are asked most.</summary>
public abstract class JobMonitoringStatesContract(Servers servers, Engine engine)
{
    [Theory]
    [InlineData("getJobsStatus", "\"Status\": \"Waiting\"")]
    [InlineData("getJobsMinorStatus", "\"MinorStatus\": \"Pilot Agent Submission\"")]
    [InlineData("getJobsApplicationStatus", "\"ApplicationStatus\": \"Unknown\"")]
    [InlineData("getJobsSites", "\"Site\": \"ANY\"")]
    [InlineData("getJobsStates", "\"ApplicationStatus\": \"Unknown\", \"MinorStatus\": \"Pilot Agent Submission\", \"Status\": \"Waiting\"")]
    public async Task States_OfJobs_AreByNumber(string method, string expected)
    {
        var community = new Community(await servers.GetAsync(engine));
        var ids = await community.WaitingAsync(3);
        var all = Values(ids, expected);

        Assert.Equal(all, await CallAsync(community, method, $"[[{string.Join(", ", ids)}]]"));
        Assert.Equal(all, await CallAsync(community, method, $"[[{ids[2]}, \"{ids[0]}\", {ids[1]}, {ids[1]}, 1999999999]]"));
        Assert.Equal(all, await CallAsync(community, method, $"[\"{string.Join(" , ", ids)}\"]"));
        Assert.Equal(Values([ids[1]], expected), await CallAsync(community, method, $"[{ids[1]}]"));
        Assert.Equal("""{"OK": true, "Value": {}}""", await CallAsync(community, method, "[[]]"));
    }

    [Fact]
    public async Task States_OfForeignJobs_AreLeftOut()
    {
        var community = new Community(await servers.GetAsync(engine));
        var stranger = new Community(await servers.GetAsync(engine));
        var ids = await community.WaitingAsync(2);

        Assert.Equal("""{"OK": true, "Value": {}}""", await CallAsync(stranger, "getJobsStatus", $"[[{string.Join(", ", ids)}]]"));
        Assert.Equal("""{"OK": true, "Value": {}}""", await CallAsync(stranger, "getJobsStatus", $"[[{ids[1]}, {ids[0]}]]"));
    }

    [Fact]
    public async Task States_WhereEverybodySeesTheirOwn_AreLeftOutForOthers()
    {
        var community = new Community(await servers.GetAsync(engine), WorkloadServer.PrivateVo);
        var ids = await community.WaitingAsync(2);
        var arguments = $"[[{string.Join(", ", ids)}]]";

        Assert.Contains($"\"{ids[0]}\"", await community.User().CallAsync("JobMonitoring.getJobsStatus", arguments), StringComparison.Ordinal);
        Assert.Contains($"\"{ids[0]}\"", await community.Administrator().CallAsync("JobMonitoring.getJobsStatus", arguments), StringComparison.Ordinal);
        Assert.Equal("""{"OK": true, "Value": {}}""", await community.User("bob").CallAsync("JobMonitoring.getJobsStatus", arguments));
    }

    [Theory]
    [InlineData("[null]", "Type mismatch in parameter 0 (starting with param 0) Received <class 'NoneType'>, expected [<class 'str'>, <class 'int'>, <class 'list'>]")]
    [InlineData("[{}]", "Type mismatch in parameter 0 (starting with param 0) Received <class 'dict'>, expected [<class 'str'>, <class 'int'>, <class 'list'>]")]
    [InlineData("[\"12,x\"]", "'x' is no job's number. Name jobs by whole numbers.")]
    [InlineData("[[1.5]]", "'1.5' is no job's number. Name jobs by whole numbers.")]
    public async Task States_OfNoJobs_AreRefused(string arguments, string message)
    {
        var community = new Community(await servers.GetAsync(engine));

        Assert.Equal($$"""{"OK": false, "Errno": 0, "Message": "{{message}}"}""", await CallAsync(community, "getJobsStatus", arguments));
    }

    private static string Values(IReadOnlyList<long> ids, string row) =>
        "{\"OK\": true, \"Value\": {" + string.Join(", ", ids.Select(id => $"\"{id}\": {{{row}}}")) + "}}";

    private static Task<string> CallAsync(Community community, string method, string arguments) => community.User().CallAsync($"JobMonitoring.{method}", arguments);
}
