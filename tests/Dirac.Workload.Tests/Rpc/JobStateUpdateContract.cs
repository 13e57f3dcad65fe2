using Dirac.Hosting.Configuration;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Persistence;
using Dirac.Security.Calls;
using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using Dirac.Wire.Values;
using Dirac.Workload.Rpc.Arguments;
using Dirac.Workload.Rpc.Jobs;
using Dirac.Workload.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Tests.Rpc;

public sealed class JobStateUpdateSqlite(Servers servers) : JobStateUpdateContract(servers, Engine.Sqlite);

public sealed class JobStateUpdateMySql(Servers servers) : JobStateUpdateContract(servers, Engine.MySql);

/// <summary>JobStateUpdate for wrappers, pilots and agents of DIRAC: what it writes, for whom, and its answers.</summary>
public abstract class JobStateUpdateContract(Servers servers, Engine engine)
{
    private const string Ok = """{"OK": true, "Value": null}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SetJobStatus_ByADiracPilot_MovesTheJobAndAnswersWhatWasSet()
    {
        var (community, id) = await RunningAsync("Matched");

        var text = await CallAsync(Pilot(community), "setJobStatus", $"""["{id}", "Running", "Application", "JobWrapper"]""");

        Assert.Equal("""{"OK": true, "Value": [["MinorStatus"], ["Application"]]}""", text);
        var row = await community.User().RowAsync(id);
        Assert.Equal(("Running", "Application"), ($"{row.GetProperty("Status")}", $"{row.GetProperty("MinorStatus")}"));
        Assert.NotEqual("", $"{row.GetProperty("HeartBeatTime")}");
        Assert.Equal(("Running", "JobWrapper"), await LastLineAsync(community, id));
    }

    [Fact]
    public async Task SetJobStatusBulk_AsJobReportSendsIt_KeepsEveryLine()
    {
        var (community, id) = await RunningAsync("Running");
        var (one, two) = (Future(1), Future(2));

        var text = await CallAsync(
            Pilot(community),
            "setJobStatusBulk",
            $$$"""[{{{id}}}, {"{{{one}}}": {"Source": "Job_7", "Status": "Done", "MinorStatus": "Execution Complete", "ApplicationStatus": ""}, "{{{two}}}": {"Source": "Job_7", "Status": "Completing", "ApplicationStatus": "Finished"}}, false]""");

        Assert.Equal("""{"OK": true, "Value": [["MinorStatus", "ApplicationStatus"], ["Execution Complete", "Finished"]]}""", text);
        Assert.Equal("Done", await community.User().StatusAsync(id));
        Assert.Equal(["Completing", "Done"], (await community.User().LogAsync(id)).TakeLast(2).Select(line => line.Status));
    }

    [Fact]
    public async Task SetJobStatus_RefusedByTheStateMachine_IsNoError()
    {
        var (community, id) = await RunningAsync("Done");

        Assert.Equal("""{"OK": true, "Value": [["MinorStatus"], ["x"]]}""", await CallAsync(community.User(), "setJobStatus", $"""[{id}, "Running", "x", "Me"]"""));
        Assert.Equal("Done", await community.User().StatusAsync(id));
        Assert.Equal(("Done", "Me(SM)"), await LastLineAsync(community, id));
    }

    [Fact]
    public async Task SetJobStatus_OfTheDistantPast_ChangesOnlyTheHistory()
    {
        var (community, id) = await RunningAsync("Running");

        Assert.Equal(
            """{"OK": true, "Value": [[], []]}""",
            await CallAsync(community.User(), "setJobStatus", $$"""[{{id}}, "Done", "x", "Me", {"__dCls": "dt", "obj": "2026-01-02 03:04:05"}]"""));
        Assert.Equal("Running", await community.User().StatusAsync(id));
        Assert.Contains(await community.User().LogAsync(id), line => line.Source == "Me" && line.StatusTime.Year == 2026);
    }

    [Fact]
    public async Task SetJobStatus_KilledByTheWrapperOfAKilledJob_IsKept()
    {
        var (community, id) = await RunningAsync("Running");
        await community.User().ControlAsync("kill", id);

        var text = await CallAsync(Pilot(community), "setJobStatus", $"""[{id}, "Killed", "Received Kill signal", "JobWrapper"]""");

        Assert.Equal("""{"OK": true, "Value": [["MinorStatus"], ["Received Kill signal"]]}""", text);
        Assert.Equal(("Killed", "JobWrapper"), await LastLineAsync(community, id));
    }

    [Fact]
    public async Task SetJobStatus_KilledByTheOwner_EndsThePayload()
    {
        var (community, id) = await RunningAsync("Running");

        await CallAsync(community.User(), "setJobStatus", $"""[{id}, "Killed", "", "Me"]""");

        Assert.Equal("Killed", await community.User().StatusAsync(id));
        Assert.Equal(1, await community.Server.CountAsync("JobDB", "JobCommands", $"JobID = {id} AND Command = 'Kill'"));
    }

    [Theory]
    [InlineData("setJobStatus", "[ID, \"\", \"\", \"Me\"]", """{"OK": true, "Value": null}""")]
    [InlineData("setJobStatus", "[1999999999, \"Done\", \"\", \"Me\"]", """{"OK": false, "Errno": 0, "Message": "No Matching Job"}""")]
    [InlineData("setJobStatusBulk", "[1999999999, {\"2026-01-01 00:00:00\": {\"Status\": \"Done\"}}]", """{"OK": false, "Errno": 0, "Message": "No Matching Job"}""")]
    [InlineData("setJobApplicationStatus", "[1999999999, \"x\", \"Me\"]", """{"OK": false, "Errno": 0, "Message": "No Matching Job"}""")]
    [InlineData("sendHeartBeat", "[1999999999, {}, {}]", """{"OK": false, "Errno": 0, "Message": "Job 1999999999 not found"}""")]
    [InlineData("updateJobFromStager", "[1999999999, \"Done\"]", """{"OK": true, "Value": "No Matching Job"}""")]
    [InlineData("setJobAttribute", "[1999999999, \"Site\", \"X\"]", """{"OK": true, "Value": 0}""")]
    [InlineData("setJobAttribute", "[ID, \"Nonsense\", \"X\"]", """{"OK": false, "Errno": 1504, "Message": "Job management error ( 1504 : Request to set non-existing job attribute)"}""")]
    [InlineData("setJobAttribute", "[ID, \"Owner\", \"X\"]", """{"OK": false, "Errno": 0, "Message": "Owner cannot be set here. It stays what the server made it. Nothing was changed."}""")]
    [InlineData("setJobParameters", "[ID, [\"x\"]]", """{"OK": false, "Errno": 0, "Message": "x is no name with a value. Write ('HostName', 'wn7')."}""")]
    [InlineData("setJobStatus", "[\"x\", \"Done\", \"\", \"Me\"]", """{"OK": false, "Errno": 0, "Message": "'x' is no job's number. Name jobs by whole numbers."}""")]
    [InlineData("setJobStatus", "[[ID], \"Done\", \"\", \"Me\"]", """{"OK": false, "Errno": 0, "Message": "Type mismatch in parameter 0 (starting with param 0) Received <class 'list'>, expected [<class 'str'>, <class 'int'>]"}""")]
    [InlineData("setJobStatusBulk", "[ID, {\"then\": {\"Status\": \"Done\"}}]", """{"OK": false, "Errno": 0, "Message": "Time of a status: 'then' is not a time. Write UTC as 2026-03-28T14:05:00, or shorter: 2026-03-28, 2026-03, 2026."}""")]
    public async Task Method_OfTheWrongThing_AnswersAsDirac(string method, string arguments, string expected)
    {
        var (community, id) = await RunningAsync("Running");

        Assert.Equal(expected, await CallAsync(community.User(), method, arguments.Replace("ID", $"{id}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SetJobStatus_UnknownOrForced_IsRefused()
    {
        var (community, id) = await RunningAsync("Running");

        Assert.Contains("getNextState: 'Fine' is not a valid state", await CallAsync(community.User(), "setJobStatus", $"""[{id}, "Fine", "", "Me"]"""), StringComparison.Ordinal);
        Assert.Contains("Only a JobAdministrator may force", await CallAsync(community.User(), "setJobStatus", $"""[{id}, "Waiting", "", "Me", null, true]"""), StringComparison.Ordinal);
        Assert.StartsWith("""{"OK": true""", await CallAsync(community.Administrator(), "setJobStatus", $"""[{id}, "Waiting", "", "Me", null, true]"""), StringComparison.Ordinal);
        Assert.Equal("Waiting", await community.User().StatusAsync(id));
    }

    [Fact]
    public async Task Values_SetByADiracPilot_AreRead()
    {
        var (community, id) = await RunningAsync("Running");
        var pilot = Pilot(community);

        Assert.Equal("""{"OK": true, "Value": 1}""", await CallAsync(pilot, "setJobSite", $"""["{id}", "LCG.X.y"]"""));
        Assert.Equal("""{"OK": true, "Value": 1}""", await CallAsync(pilot, "setJobFlag", $"""[{id}, "AccountedFlag"]"""));
        Assert.Equal("""{"OK": true, "Value": 1}""", await CallAsync(pilot, "unsetJobFlag", $"""[{id}, "VerifiedFlag"]"""));
        Assert.Equal("""{"OK": true, "Value": 1}""", await CallAsync(pilot, "setJobAttribute", $"""[{id}, "JobGroup", "g2"]"""));
        Assert.Equal(Ok, await CallAsync(pilot, "setJobParameter", $"""[{id}, "HostName", "wn1"]"""));
        Assert.Equal(Ok, await CallAsync(pilot, "setJobParameters", $"""[{id}, [["CPU", 7], ["Ok", true], ["Load", 1.0], ["None", null]]]"""));
        Assert.Equal(Ok, await CallAsync(pilot, "setJobsParameter", $$"""[{"{{id}}": ["Pilot_Reference", "r1"]}]"""));
        Assert.Equal("""{"OK": true, "Value": [["ApplicationStatus"], ["half way"]]}""", await CallAsync(pilot, "setJobApplicationStatus", $"""[{id}, "half way", "JobWrapper"]"""));

        Assert.Equal(
            """{"OK": true, "Value": {"AccountedFlag": "True", "ApplicationStatus": "half way", "JobGroup": "g2", "Site": "LCG.X.y", "VerifiedFlag": "False"}}""",
            await community.User().CallAsync("JobMonitoring.getJobAttributes", $"""[{id}, ["Site", "AccountedFlag", "VerifiedFlag", "JobGroup", "ApplicationStatus"]]"""));
        Assert.Contains(
            """{"CPU": "7", "HostName": "wn1", "Load": "1.0", "None": "None", "Ok": "True", "Pilot_Reference": "r1"}""",
            await community.User().CallAsync("JobMonitoring.getJobParameters", $"[{id}]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetJobParameter_TooLong_IsCut()
    {
        var (community, id) = await RunningAsync("Running");

        Assert.Equal(Ok, await CallAsync(Pilot(community), "setJobParameter", $"""[{id}, "StandardOutput", "{new string('x', 70_000)}"]"""));
        Assert.Equal(1, await community.Server.CountAsync("JobDB", "JobParameters", $"JobID = {id} AND LENGTH(Value) = 65000"));
    }

    [Fact]
    public async Task SendHeartBeat_OfAMatchedJob_MakesItRunAndBringsOrders()
    {
        var (community, id) = await RunningAsync("Matched");
        var pilot = Pilot(community);

        Assert.Equal("""{"OK": true, "Value": {}}""", await CallAsync(pilot, "sendHeartBeat", $$"""[{{id}}, {"CPUConsumed": 12.5, "LoadAverage": "0.7"}, {"StandardOutput": "line"}]"""));
        Assert.Equal("Running", await community.User().StatusAsync(id));
        await community.User().ControlAsync("kill", id);
        Assert.Equal("""{"OK": true, "Value": {"Kill": ""}}""", await CallAsync(pilot, "sendHeartBeat", $$"""["{{id}}", {}, {}]"""));

        Assert.Contains("""["CPUConsumed", "12.5", """, await community.User().CallAsync("JobMonitoring.getJobHeartBeatData", $"[{id}]"), StringComparison.Ordinal);
        Assert.Equal("""{"OK": true, "Value": {"StandardOutput": "line"}}""", await community.User().CallAsync("JobMonitoring.getJobParameter", $"""[{id}, "StandardOutput"]"""));
    }

    [Fact]
    public async Task Writing_WhatAPilotOfOursRuns_IsRefusedForOtherPilots()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        await community.Pilot(Unique.Name("p")).MatchAsync(Community.Offer());
        var words = $"Job {id} is run by another pilot, and only what that one says counts.";

        foreach (var (method, arguments) in new[]
        {
            ("setJobStatus", $"""[{id}, "Failed", "x", "JobWrapper"]"""), ("setJobParameter", $"""[{id}, "a", "b"]"""),
            ("setJobSite", $"""[{id}, "X"]"""), ("sendHeartBeat", $$"""[{{id}}, {}, {}]"""),
        })
        {
            Assert.Equal($$"""{"OK": false, "Errno": 0, "Message": "{{words}}"}""", await CallAsync(Pilot(community), method, arguments));
        }

        Assert.Equal("Matched", await community.User().StatusAsync(id));
        Assert.StartsWith("""{"OK": true""", await CallAsync(community.User(), "setJobParameter", $"""[{id}, "a", "b"]"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writing_ByOthers_IsRefused()
    {
        var (community, id) = await RunningAsync("Running");
        var stranger = Pilot(await CommunityAsync());

        foreach (var (method, arguments) in new[]
        {
            ("setJobStatus", $"""[{id}, "Failed", "x", "Me"]"""), ("setJobParameter", $"""[{id}, "a", "b"]"""), ("setJobAttribute", $"""[{id}, "Status", "Failed"]"""),
            ("setJobsParameter", $$"""[{"{{id}}": ["a", "b"]}]"""), ("updateJobFromStager", $"""[{id}, "Done"]"""),
        })
        {
            Assert.Contains("belongs to ann", await CallAsync(community.User("bob"), method, arguments), StringComparison.Ordinal);
        }

        Assert.Equal("""{"OK": false, "Errno": 0, "Message": "No Matching Job"}""", await CallAsync(stranger, "setJobStatus", $"""[{id}, "Failed", "x", "Me"]"""));
        Assert.Equal("Running", await community.User().StatusAsync(id));
        Assert.Equal(0, await community.Server.CountAsync("JobDB", "JobParameters", $"JobID = {id}"));
    }

    [Theory]
    [InlineData("Done", "Checking", "JobScheduling")]
    [InlineData("Failed", "Staging", "Staging input files failed")]
    public async Task UpdateJobFromStager_ByAHost_MovesTheJob(string word, string status, string minor)
    {
        var (community, id) = await RunningAsync("Staging");
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET Status = 'Staging' WHERE JobID = {id}");
        var service = community.Server.Services.GetRequiredService<JobStateUpdateRpc>();
        var before = (await community.User().LogAsync(id)).Count;

        var reply = await service.UpdateJobFromStagerAsync(Host(community.Server), new JobId(id), word, Cancellation);

        Assert.True(reply.IsOk && reply.Value.IsNull, reply.Message);
        // What the scheduler makes of a job that is ready may already follow.
        var next = (await community.User().LogAsync(id))[before];
        Assert.Equal((status, minor), (next.Status, next.MinorStatus));
    }

    [Fact]
    public async Task Host_ReadsAndWritesJobsOfEveryVo()
    {
        var (community, id) = await RunningAsync("Running");
        var (states, monitoring) = (community.Server.Services.GetRequiredService<JobStateUpdateRpc>(), community.Server.Services.GetRequiredService<JobMonitoringRpc>());
        var host = Host(community.Server);

        Assert.True((await states.SetJobStatusAsync(host, new JobId(id), "Done", "x", "Agent", cancellationToken: Cancellation)).IsOk);
        var found = await monitoring.GetJobsStatusAsync(host, new JobIds([id]), Cancellation);
        Assert.Equal(WireValue.Dict((id, WireValue.Dict(("Status", "Done")))), found);
        Assert.Equal(WireValue.List($"{id}"), await monitoring.GetJobsAsync(host, WireValue.Dict(("JobID", id)), cancellationToken: Cancellation));
    }

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));

    // A job in a state that a pilot of DIRAC has brought it to.
    private async Task<(Community Community, long Id)> RunningAsync(string status)
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        await community.Server.ExecuteAsync("TaskQueueDB", $"DELETE FROM {{tq_Jobs}} WHERE JobId = {id}");
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET Status = '{status}' WHERE JobID = {id}");
        return (community, id);
    }

    private static Session Pilot(Community community) =>
        community.Server.As(new UserIdentity("pilot", community.Vo, $"{community.Vo}_pilot", new PropertySet([DiracProperties.GenericPilot])));

    private static RpcCall Host(WorkloadServer server) => new()
    {
        Service = "WorkloadManagement/JobStateUpdate",
        Method = "x",
        Protocol = RpcProtocols.Https,
        Caller = new GridCaller
        {
            Dn = "/CN=server.example.org", UserName = "server.example.org", Group = GridCaller.HostsGroup, Vo = "",
            Properties = new PropertySet([DiracProperties.TrustedHost]), ShownProperties = [],
        },
        Identity = RpcIdentity.None,
        Extra = ExtraCredentials.Host,
        Configuration = server.Services.GetRequiredService<IConfigurationSnapshots>().Current,
        Remote = null,
    };

    private static string Future(int secondsAgo) =>
        TimeProvider.System.GetUtcNow().AddSeconds(10 - secondsAgo).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<(string Status, string Source)> LastLineAsync(Community community, long id) =>
        (await community.User().LogAsync(id)) is [.., var last] ? (last.Status, last.Source) : default;

    private static Task<string> CallAsync(Session session, string method, string arguments) => session.CallAsync($"JobStateUpdate.{method}", arguments);
}
