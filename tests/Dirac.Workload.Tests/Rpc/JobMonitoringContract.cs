using System.Text.Json.Nodes;
using Dirac.Persistence;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.Rpc;

public sealed class JobMonitoringSqlite(Servers servers) : JobMonitoringContract(servers, Engine.Sqlite);

public sealed class JobMonitoringMySql(Servers servers) : JobMonitoringContract(servers, Engine.MySql);

/// <summary>JobMonitoring's other methods: replies as DIRAC's service gives them, to the letter where the time of day is not in them.</summary>
public abstract class JobMonitoringContract(Servers servers, Engine engine)
{
    private const string Site = """[ Executable = "/bin/true"; Site = "DIRAC.Test.local"; JobGroup = "g7"; JobName = "n"; ]""";

    private const string Columns = "AccountedFlag, ApplicationStatus, EndExecTime, HeartBeatTime, JobGroup, JobID, JobName, JobType, LastUpdateTime, MinorStatus, Owner, "
        + "OwnerGroup, RescheduleCounter, RescheduleTime, Site, StartExecTime, Status, SubmissionTime, UserPriority, VO, VerifiedFlag";

    [Fact]
    public async Task Attributes_OfOneJob_HaveDiracsTypesAndOrder()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync(description: Site))[0];

        Assert.Equal(Columns, string.Join(", ", Keys(await ValueAsync(community, "getJobSummary", $"[{id}]"))));
        Assert.Equal(
            """{"OK": true, "Value": {"JobID": N, "RescheduleCounter": 0, "StartExecTime": null, "Status": "Waiting", "VerifiedFlag": "True"}}""".Replace("N", $"{id}", StringComparison.Ordinal),
            await CallAsync(community, "getJobAttributes", $$"""[{{id}}, ["VerifiedFlag", "Status", "JobID", "StartExecTime", "RescheduleCounter"]]"""));
        Assert.Equal("dt", $"{(await ValueAsync(community, "getJobAttribute", $"""[{id}, "SubmissionTime"]"""))["__dCls"]}");
        Assert.Equal("""{"OK": true, "Value": "ann"}""", await CallAsync(community, "getJobOwner", $"[{id}]"));
        Assert.Equal("""{"OK": true, "Value": "DIRAC.Test.local"}""", await CallAsync(community, "getJobSite", $"[{id}]"));
        Assert.Equal("""{"OK": true, "Value": null}""", await CallAsync(community, "getJobAttribute", $"""[{id}, "EndExecTime"]"""));
    }

    [Fact]
    public async Task Attributes_OfMany_AreByNumber()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2, Site);
        var list = string.Join(", ", ids);

        Assert.Equal(
            $$$$"""{"OK": true, "Value": {"{{{{ids[0]}}}}": {"JobGroup": "g7", "Owner": "ann"}, "{{{{ids[1]}}}}": {"JobGroup": "g7", "Owner": "ann"}}}""",
            await CallAsync(community, "getJobsParameters", $$"""[[{{list}}], ["Owner", "JobGroup"]]"""));
        Assert.Equal(Columns, string.Join(", ", Keys((await ValueAsync(community, "getJobsSummary", $"[[{list}]]"))[$"{ids[1]}"]!)));
    }

    [Theory]
    [InlineData("getJobSummary", "[1999999999]", "{}")]
    [InlineData("getJobAttributes", "[1999999999, [\"Status\"]]", "{}")]
    [InlineData("getJobAttribute", "[1999999999, \"Status\"]", "null")]
    [InlineData("getJobOwner", "[1999999999]", "null")]
    [InlineData("getJobSite", "[1999999999]", "null")]
    [InlineData("getJobJDL", "[1999999999, true]", "[]")]
    [InlineData("getJobParameter", "[\"1999999999\", \"x\"]", "{}")]
    [InlineData("getJobParameters", "[[1999999999]]", "{}")]
    [InlineData("getJobOptParameters", "[1999999999]", "{}")]
    [InlineData("getAtticJobParameters", "[1999999999]", "{}")]
    [InlineData("getJobHeartBeatData", "[1999999999]", "[]")]
    [InlineData("getInputData", "[1999999999]", "[]")]
    [InlineData("getJobsSummary", "[[1999999999]]", "{}")]
    [InlineData("getJobs", "[{\"JobID\": [1999999999]}]", "[]")]
    [InlineData("getCounters", "[[\"Status\"]]", "[]")]
    [InlineData("getJobStats", "[\"Status\", {}]", "{}")]
    [InlineData("getJobPageSummaryWeb", "[{}, [], 0, 10]", "{\"TotalRecords\": 0}")]
    [InlineData("getStates", "[]", "[]")]
    public async Task Method_OfWhatDoesNotExist_AnswersEmpty(string method, string arguments, string expected) =>
        Assert.Equal($$"""{"OK": true, "Value": {{expected}}}""", await CallAsync(await CommunityAsync(), method, arguments));

    [Theory]
    [InlineData("getJobLoggingInfo", "[1999999999]", "No Logging information for job 1999999999")]
    [InlineData("getJobAttribute", "[1, \"Nonsense\"]", "Unknown column 'Nonsense'. Columns of jobs are")]
    [InlineData("getJobsParameters", "[1, [7]]", "7 names no attribute or parameter.")]
    [InlineData("getJobs", "[{\"Nonsense\": 1}]", "Unknown column 'Nonsense'.")]
    [InlineData("getJobs", "[[]]", "Conditions are a dict of columns and values")]
    [InlineData("getJobs", "[{\"Site\": null}]", "Site is compared with a text or a number, not with null.")]
    [InlineData("getJobs", "[null, \"yesterday\"]", "LastUpdateTime: 'yesterday' is not a time.")]
    [InlineData("getJobStats", "[\"Status\", []]", "Type mismatch in parameter 1 (starting with param 0) Received <class 'list'>, expected <class 'dict'>")]
    [InlineData("getJobPageSummaryWeb", "[{}, [[\"JobID\"]], 0, 10]", "['JobID'] is no order.")]
    public async Task Method_NotUnderstood_SaysWhy(string method, string arguments, string message)
    {
        var reply = JsonNode.Parse(await CallAsync(await CommunityAsync(), method, arguments))!;

        Assert.Equal("false", reply["OK"]!.ToJsonString());
        Assert.StartsWith(message, $"{reply["Message"]}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_OfOneJob_AreAsDiracsServiceGivesThem()
    {
        var community = await CommunityAsync();
        var server = community.Server;
        var id = (await community.WaitingAsync(description: """[ Executable = "/bin/true"; JobName = "a b"; ]"""))[0];
        await server.ExecuteAsync("JobDB", $"INSERT INTO {{HeartBeatLoggingInfo}} (JobID, Name, Value, HeartBeatTime) VALUES ({id}, 'CPUConsumed', '12.345', '2026-01-02 03:04:05'), ({id}, 'Vsize', 'much', '2026-01-02 03:04:05')");
        await server.ExecuteAsync("JobDB", $"INSERT INTO {{AtticJobParameters}} (JobID, Name, Value, RescheduleCycle) VALUES ({id}, 'HostName', 'old', 0), ({id}, 'HostName', 'older', 1)");
        await server.ExecuteAsync("JobDB", $"INSERT INTO {{JobParameters}} (JobID, Name, Value) VALUES ({id}, 'HostName', 'wn1'), ({id}, 'CPU', '7')");
        await server.ExecuteAsync("JobDB", $"INSERT INTO {{InputData}} (JobID, LFN, Status) VALUES ({id}, '/vo/b', 'x'), ({id}, '/vo/a', 'x')");

        Assert.Contains("JobName = \\\"a b\\\"", await CallAsync(community, "getJobJDL", $"[{id}, true]"), StringComparison.Ordinal);
        Assert.Contains($"JobID = {id}", await CallAsync(community, "getJobJDL", $"[{id}, false]"), StringComparison.Ordinal);
        Assert.Equal("""{"OK": true, "Value": {"HostName": "wn1"}}""", await CallAsync(community, "getJobParameter", $"""["{id}", "HostName"]"""));
        Assert.Equal($$$$"""{"OK": true, "Value": {"{{{{id}}}}": {"CPU": "7", "HostName": "wn1"}}}""", await CallAsync(community, "getJobParameters", $"[{id}]"));
        Assert.Equal($$$$"""{"OK": true, "Value": {"{{{{id}}}}": {"CPU": "7"}}}""", await CallAsync(community, "getJobParameters", $"""[["{id}", 1999999999], "CPU, Nothing"]"""));
        Assert.Equal("""{"OK": true, "Value": {"0": {"HostName": "old"}, "1": {"HostName": "older"}}}""", await CallAsync(community, "getAtticJobParameters", $"[{id}]"));
        Assert.Equal("""{"OK": true, "Value": {"1": {"HostName": "older"}}}""", await CallAsync(community, "getAtticJobParameters", $"""[{id}, ["HostName"], 1]"""));
        Assert.Equal(
            """{"OK": true, "Value": [["Vsize", "much", "2026-01-02 03:04:05"], ["CPUConsumed", "12.3", "2026-01-02 03:04:05"]]}""",
            await CallAsync(community, "getJobHeartBeatData", $"[{id}]"));
        Assert.Equal("""{"OK": true, "Value": ["/vo/a", "/vo/b"]}""", await CallAsync(community, "getInputData", $"[{id}]"));
        Assert.Contains("OptimizerChain", await CallAsync(community, "getJobOptParameters", $"[{id}]"), StringComparison.Ordinal);
        var line = (await ValueAsync(community, "getJobLoggingInfo", $"[{id}]"))[0]!;
        Assert.Equal(("Received", "Job accepted", "Unknown", "JobManager"), ($"{line[0]}", $"{line[1]}", $"{line[2]}", $"{line[4]}"));
        Assert.Matches("^20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$", $"{line[3]}");
    }

    [Fact]
    public async Task Selections_WithConditions_FindCountAndList()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(3, Site);
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET LastUpdateTime = '2026-01-02 03:04:05' WHERE JobID = {ids[0]}");
        var plain = (await community.WaitingAsync())[0];

        Assert.Equal($$"""{"OK": true, "Value": ["{{ids[0]}}", "{{ids[1]}}", "{{ids[2]}}"]}""", await CallAsync(community, "getJobs", """[{"JobGroup": ["g7", "g8"], "Owner": "ann"}]"""));
        Assert.Equal($$"""{"OK": true, "Value": ["{{plain}}"]}""", await CallAsync(community, "getJobs", """[{"Site": "ANY"}, "2026-01-02 03:04:06"]"""));
        Assert.Equal($$"""{"OK": true, "Value": ["{{ids[0]}}"]}""", await CallAsync(community, "getJobs", """[{"ToDate": "2026-01-02 03:04:05.2", "FromDate": "2026-01-02 03:04:05"}]"""));
        Assert.Equal("""{"OK": true, "Value": ["ANY", "DIRAC.Test.local"]}""", await CallAsync(community, "getSites", "[]"));
        Assert.Equal("""{"OK": true, "Value": ["DIRAC.Test.local"]}""", await CallAsync(community, "getSites", """[{"JobGroup": "g7"}]"""));
        Assert.Equal("""{"OK": true, "Value": ["DIRAC.Test.local"]}""", await CallAsync(community, "getSites", """[null, {"__dCls": "dt", "obj": "2026-01-02 03:04:06"}, null]"""));
        Assert.Equal(
            """{"OK": true, "Value": [[{"Status": "Waiting", "Site": "ANY"}, 1], [{"Status": "Waiting", "Site": "DIRAC.Test.local"}, 3]]}""",
            await CallAsync(community, "getCounters", """[["Status", "Site"], {}, ""]"""));
        Assert.Equal("""{"OK": true, "Value": {"Waiting": 3}}""", await CallAsync(community, "getJobStats", """["Status", {"JobGroup": "g7"}]"""));
        Assert.Equal(
            """{"OK": true, "Value": {"DIRAC.Test.local": {"Waiting": 3, "Running": 0, "Stalled": 0, "Done": 0, "Failed": 0}, "Total": {"Waiting": 3, "Running": 0, "Stalled": 0, "Done": 0, "Failed": 0}}}""",
            await CallAsync(community, "getSiteSummary", "[]"));
    }

    [Theory]
    [InlineData("getStates", "[\"Waiting\"]")]
    [InlineData("getMinorStates", "[\"Pilot Agent Submission\"]")]
    [InlineData("getApplicationStates", "[\"Unknown\"]")]
    [InlineData("getJobTypes", "[\"User\"]")]
    [InlineData("getJobGroups", "[\"00000000\"]")]
    [InlineData("getOwners", "[\"ann\"]")]
    [InlineData("getOwnerGroup", "[\"VO_user\"]")]
    public async Task Values_OfAColumn_AreListed(string method, string expected)
    {
        var community = await CommunityAsync();
        await community.WaitingAsync(2);

        Assert.Equal($$"""{"OK": true, "Value": {{expected.Replace("VO", community.Vo, StringComparison.Ordinal)}}}""", await CallAsync(community, method, "[]"));
    }

    [Fact]
    public async Task Page_OfJobs_HasNumbersNamesAndRecords()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(5, Site);

        var page = await ValueAsync(community, "getJobPageSummaryWeb", """[{"JobGroup": "g7"}, [["JobID", "DESC"]], 1, 3]""");

        Assert.Equal("""{"Waiting":5}""", page["Extras"]!.ToJsonString());
        Assert.Equal("5", page["TotalRecords"]!.ToJsonString());
        var names = page["ParameterNames"]!.AsArray().Select(name => $"{name}").ToList();
        Assert.Equal($"{Columns}, LastSignOfLife", string.Join(", ", names));
        Assert.Equal([ids[3], ids[2], ids[1]], page["Records"]!.AsArray().Select(record => (long)record![names.IndexOf("JobID")]!));
        Assert.Equal($"{page["Records"]![0]![names.IndexOf("LastUpdateTime")]!["obj"]}", $"{page["Records"]![0]![names.Count - 1]!["obj"]}");
        Assert.Equal("""{"OK": true, "Value": {"TotalRecords": 5, "Extras": {"Waiting": 5}}}""", await CallAsync(community, "getJobPageSummaryWeb", "[{}, [], 0, 3, false]"));
        Assert.Equal("""{"OK": false, "Errno": 0, "Message": "Item number out of range"}""", await CallAsync(community, "getJobPageSummaryWeb", "[{}, [], 5, 3]"));
        Assert.Equal(5, (await ValueAsync(community, "getJobPageSummaryWeb", "[{}, [], 0, 0]"))["Records"]!.AsArray().Count);
    }

    [Fact]
    public async Task Selections_ByPilotReference_FindItsJobs()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        var (stamp, reference) = (Unique.Name("s"), Unique.Name("ref"));
        await community.Server.ExecuteAsync("PilotAgentsDB", $"INSERT INTO {{PilotAgents}} (PilotJobReference, PilotStamp, VO) VALUES ('{reference}', '{stamp}', '{community.Vo}')");
        await community.Server.ExecuteAsync("PilotAgentsDB", $"INSERT INTO {{JobToPilotMapping}} (PilotID, JobID, StartTime) SELECT PilotID, {ids[1]}, '2026-01-01 00:00:00' FROM {{PilotAgents}} WHERE PilotStamp = '{stamp}'");

        Assert.Equal($$"""{"OK": true, "Value": ["{{ids[1]}}"]}""", await CallAsync(community, "getJobs", $$"""[{"PilotJobReference": "{{reference}}"}]"""));
        Assert.Equal("""{"OK": true, "Value": []}""", await CallAsync(community, "getJobs", """[{"PilotJobReference": ["unknown"]}]"""));
        Assert.Equal($$"""{"OK": true, "Value": ["{{ids[0]}}"]}""", await CallAsync(community, "getJobs", $$"""[{"PilotJobReference": "{{reference}}", "JobID": {{ids[0]}}}]"""));
    }

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));

    private static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(member => member.Key);

    private static async Task<JsonNode> ValueAsync(Community community, string method, string arguments)
    {
        var text = await CallAsync(community, method, arguments);
        var reply = JsonNode.Parse(text)!;
        Assert.True((bool)reply["OK"]!, text);
        return reply["Value"]!;
    }

    private static Task<string> CallAsync(Community community, string method, string arguments) => community.User().CallAsync($"JobMonitoring.{method}", arguments);
}
