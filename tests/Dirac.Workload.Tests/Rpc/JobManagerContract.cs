using System.Text.Json;
using System.Text.Json.Nodes;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.Rpc;

public sealed class JobManagerSqlite(Servers servers) : JobManagerContract(servers, Engine.Sqlite);

public sealed class JobManagerMySql(Servers servers) : JobManagerContract(servers, Engine.MySql);

/// <summary>JobManager for DIRAC's clients: what it does, and the structure of its answers.</summary>
public abstract class JobManagerContract(Servers servers, Engine engine)
{
    private const string Bulk = """Executable = "/bin/true"; Parameters = 3; ParameterStart = 1; ParameterStep = 1; Arguments = "%s";""";

    [Fact]
    public async Task SubmitJob_OfOne_AnswersItsNumber()
    {
        var community = await CommunityAsync();

        var reply = await CallAsync(community.User(), "submitJob", Json("""Executable = "/bin/true";"""));

        var id = (long)reply["Value"]!;
        Assert.Equal($$"""{"OK":true,"Value":{{id}},"JobID":{{id}},"requireProxyUpload":false}""", reply.ToJsonString());
        await community.QueuedAsync(id);
    }

    [Fact]
    public async Task SubmitJob_Parametric_WaitsForTheConfirmation()
    {
        var community = await CommunityAsync();
        var user = community.User();

        var reply = await CallAsync(user, "submitJob", Json(Bulk));
        var ids = reply["Value"]!.AsArray().Select(id => (long)id!).ToList();
        var list = $"[{string.Join(',', ids)}]";
        Assert.Equal($$"""{"OK":true,"Value":{{list}},"JobID":{{list}},"requireProxyUpload":false}""", reply.ToJsonString());
        Assert.Equal("Submitting", await user.StatusAsync(ids[2]));
        Assert.Equal("""[{"Status":"Submitting","count":3}]""", (await user.PostAsync("/api/jobs/summary", """{"grouping":["Status"]}""")).Text);

        Assert.Equal($$"""{"OK":true,"Value":{{list}}}""", (await CallAsync(user, "confirmBulkSubmission", $"[{list}]")).ToJsonString());
        foreach (var id in ids) await community.QueuedAsync(id);
        Assert.Equal($$"""{"OK":true,"Value":{{list}}}""", (await CallAsync(user, "confirmBulkSubmission", $"[{list}]")).ToJsonString());
        Assert.Equal(["Bulk transaction confirmation", "Job accepted"], (await user.LogAsync(ids[1])).Take(2).Select(line => line.MinorStatus));
    }

    [Theory]
    [InlineData("[[]]", "Job submission error ( 1503 : Invalid job specification: [])")]
    [InlineData("[[\"a\", 1]]", "Job submission error ( 1503 : Invalid job specification: ['a', 1])")]
    [InlineData("[[1999999999]]", "Job submission error ( 1503 : Requested jobs for bulk transaction are not valid)")]
    public async Task ConfirmBulkSubmission_OfOtherJobs_IsRefused(string arguments, string message)
    {
        var reply = await CallAsync((await CommunityAsync()).User(), "confirmBulkSubmission", arguments);

        Assert.Equal(("1503", message), ($"{reply["Errno"]}", $"{reply["Message"]}"));
    }

    [Fact]
    public async Task SubmitJob_NotAllowedOrNotGood_SaysWhy()
    {
        var community = await CommunityAsync();

        Assert.Equal("Job submission error ( 1503 : Job submission not authorized)", $"{(await CallAsync(community.Administrator(), "submitJob", Json(Bulk)))["Message"]}");
        Assert.StartsWith("Invalid job description ( 1501 : ", $"{(await CallAsync(community.User(), "submitJob", Json("[ nonsense")))["Message"]}", StringComparison.Ordinal);
        Assert.StartsWith("Invalid job description ( 1501 : ", $"{(await CallAsync(community.User(), "submitJob", Json("")))["Message"]}", StringComparison.Ordinal);
        Assert.StartsWith("Invalid job description ( 1501 : ", $"{(await CallAsync(community.User(), "submitJob", Json("""[ Executable = "x"; Parameters = 2001; ]""")))["Message"]}", StringComparison.Ordinal);
        Assert.Equal(0, await community.Server.CountAsync("JobDB", "Jobs", $"VO = '{community.Vo}'"));
    }

    [Fact]
    public async Task GetMaxParametricJobs_IsTheLimit() =>
        Assert.Equal("""{"OK":true,"Value":2000}""", (await CallAsync((await CommunityAsync()).User(), "getMaxParametricJobs", "[]")).ToJsonString());

    [Fact]
    public async Task KillJob_OfSeveral_ListsThoseThatWereAlive()
    {
        var community = await CommunityAsync();
        var user = community.User();
        var ids = await community.WaitingAsync(2);
        await user.ControlAsync("kill", ids[0]);

        var reply = await CallAsync(user, "killJob", $"""[[{ids[0]}, "{ids[1]}", 1999999999]]""");

        Assert.Equal($$"""{"OK":true,"Value":[{{ids[1]}}],"requireProxyUpload":false,"InvalidJobIDs":[1999999999]}""", reply.ToJsonString());
        Assert.Equal("Killed", await user.StatusAsync(ids[1]));
    }

    [Fact]
    public async Task KillJob_OfAPilotOfDirac_OrdersItToEndThePayload()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET Status = 'Running' WHERE JobID = {id}");

        await CallAsync(community.User(), "killJob", $"[{id}]");

        Assert.Equal(1, await community.Server.CountAsync("JobDB", "JobCommands", $"JobID = {id} AND Command = 'Kill' AND Status = 'Received'"));
    }

    [Fact]
    public async Task DeleteJob_OfARunningOne_KillsItAndListsOnlyTheOther()
    {
        var community = await CommunityAsync();
        var user = community.User();
        var ids = await community.WaitingAsync(2);
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET Status = 'Running' WHERE JobID = {ids[0]}");

        var reply = await CallAsync(user, "deleteJob", $"[[{ids[0]}, {ids[1]}]]");

        Assert.Equal($$"""{"OK":true,"Value":[{{ids[1]}}],"requireProxyUpload":false}""", reply.ToJsonString());
        Assert.Equal(("Killed", "Deleted"), (await user.StatusAsync(ids[0]), await user.StatusAsync(ids[1])));
    }

    [Fact]
    public async Task Control_OfOthersJobs_NamesThem()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        var bob = community.User("bob");

        Assert.Equal(
            $$"""{"OK":false,"Errno":0,"Message":"Some jobs failed deletion","NonauthorizedJobIDs":[{{id}}]}""", (await CallAsync(bob, "killJob", $"[[{id}, 1999999999]]")).ToJsonString());
        Assert.Equal($$"""{"OK":false,"Errno":0,"Message":"Some jobs failed deletion","NonauthorizedJobIDs":[{{id}}]}""", (await CallAsync(bob, "deleteJob", $"[{id}]")).ToJsonString());
        Assert.Equal(
            $$"""{"OK":false,"Errno":0,"Message":"Some jobs failed reschedule","InvalidJobIDs":[1999999999],"NonauthorizedJobIDs":[{{id}}]}""",
            (await CallAsync(bob, "rescheduleJob", $"[[{id}, 1999999999]]")).ToJsonString());
        Assert.Equal(
            $$"""{"OK":false,"Errno":0,"Message":"Some jobs failed resetting","NonauthorizedJobIDs":[{{id}}]}""", (await CallAsync(bob, "resetJob", $"[{id}]")).ToJsonString());
        Assert.Equal(
            $$"""{"OK":false,"Errno":0,"Message":"Some jobs failed removal: invalid jobs: non-authorized jobs","InvalidJobIDs":[1999999999],"NonauthorizedJobIDs":[{{id}}]}""",
            (await CallAsync(bob, "removeJob", $"[[{id}, 1999999999]]")).ToJsonString());
        Assert.Equal("Waiting", await community.User().StatusAsync(id));
    }

    [Fact]
    public async Task RescheduleJob_UntilTheLimit_TellsIt()
    {
        var community = await CommunityAsync();
        var user = community.User();
        var ids = await community.WaitingAsync(2);
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{Jobs}} SET RescheduleCounter = 99 WHERE JobID = {ids[1]}");

        var good = await CallAsync(user, "rescheduleJob", $"[\"{ids[0]}\"]");
        var bad = await CallAsync(user, "rescheduleJob", $"[{ids[1]}]");

        Assert.Equal($$"""{"OK":true,"Value":[{{ids[0]}}],"requireProxyUpload":false}""", good.ToJsonString());
        Assert.Equal($$"""{"OK":false,"Errno":0,"Message":"Job {{ids[1]}}: Maximum of reschedulings reached.","FailedJobIDs":[{{ids[1]}}]}""", bad.ToJsonString());
        Assert.Equal("Failed", await user.StatusAsync(ids[1]));
    }

    [Fact]
    public async Task ResetAndRemoveJob_ByThoseWhoMay_AnswerOk()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];

        Assert.Equal("""{"OK":true,"Value":null,"requireProxyUpload":false}""", (await CallAsync(community.Administrator(), "resetJob", $"[{id}]")).ToJsonString());
        Assert.Equal($$"""{"OK":true,"Value":[{{id}}]}""", (await CallAsync(community.User(), "removeJob", $"[[{id}]]")).ToJsonString());
        Assert.Equal(0, await community.Server.CountAsync("JobDB", "Jobs", $"JobID = {id}"));
    }

    [Theory]
    [InlineData("killJob", """{"OK":true,"Value":[]}""")]
    [InlineData("deleteJob", """{"OK":true,"Value":[]}""")]
    [InlineData("rescheduleJob", """{"OK":false,"Errno":0,"Message":"Invalid job specification: ARG"}""")]
    [InlineData("resetJob", """{"OK":false,"Errno":0,"Message":"Invalid job specification: ARG"}""")]
    [InlineData("removeJob", """{"OK":false,"Errno":0,"Message":"Invalid job specification: ARG"}""")]
    public async Task Control_OfNothing_AnswersAsDirac(string method, string expected)
    {
        var user = (await CommunityAsync()).User();
        foreach (var (argument, printed) in new[] { ("null", "None"), ("[]", "[]"), ("\"x\"", "x"), ("[1.5]", "[1.5]"), ("0", "0"), ("[\"a\",null]", "['a', None]") })
        {
            Assert.Equal(expected.Replace("ARG", printed, StringComparison.Ordinal), Plain(await CallAsync(user, method, $"[{argument}]")));
        }
    }

    [Fact]
    public async Task RescheduleJob_ByAPilotOfDirac_IsAllowed()
    {
        var community = await CommunityAsync();
        var id = (await community.WaitingAsync())[0];
        var pilot = community.Server.As(new UserIdentity("pilot", community.Vo, $"{community.Vo}_pilot", new PropertySet([DiracProperties.GenericPilot])));

        Assert.True((bool)(await CallAsync(pilot, "rescheduleJob", $"[{id}]"))["OK"]!);
        Assert.False((bool)(await CallAsync(pilot, "killJob", $"[{id}]"))["OK"]!);
    }

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));

    private static string Plain(JsonNode node) => node.ToJsonString().Replace("\\u0027", "'", StringComparison.Ordinal);

    private static string Json(string text) => $"[\"{JsonEncodedText.Encode(text)}\"]";

    private static async Task<JsonNode> CallAsync(Session session, string method, string arguments) => JsonNode.Parse(await session.CallAsync($"JobManager.{method}", arguments))!;
}
