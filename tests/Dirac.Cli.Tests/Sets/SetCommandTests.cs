using System.Text.Json.Nodes;
using Dirac.Cli.Sets;
using Dirac.Cli.Shell;
using Dirac.Cli.Tests.Fakes;

namespace Dirac.Cli.Tests.Sets;

public sealed class SetCommandTests : IAsyncLifetime
{
    private FakeServer _server = null!;
    private CommandLine _dirac = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _dirac = new CommandLine(_server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Submit_AsASet_MakesTheSetFirstAndClosesItLast()
    {
        var folder = Directory.CreateTempSubdirectory("dirac-set-test-").FullName;
        foreach (var name in new[] { "run", "merge", "report" }) await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.jdl"), $"[ Executable = \"/bin/{name}\"; ]", TestContext.Current.CancellationToken);
        _dirac.WorkingDirectory = folder;
        _server.Answers["/api/job-sets"] = Change(7, "Open");
        _server.Answers["/api/job-sets/7/jobs"] = Change(7, "Open");
        _server.Answers["/api/job-sets/7/close"] = Info(7, "Closed");

        var outcome = await _dirac.RunAsync(
            "job", "submit", "run.jdl", "--set", "mc", "--on", "first-failed=kill-rest", "--on", "any-failed:5%=reschedule-failed:2", "--then", "merge.jdl", "--then", "report.jdl",
            "--notify", "mail", "--notify", "ann@example.org", "--digest", "10m");

        Assert.Equal((ExitCodes.Ok, ""), (outcome.Code, outcome.Code == 0 ? "" : outcome.Error));
        Assert.Equal(
            ["POST /api/job-sets", "POST /api/jobs/jdl", "POST /api/job-sets/7/jobs", "POST /api/job-sets/7/close"],
            _server.Calls.Select(call => call.Call).Where(call => call.StartsWith("POST", StringComparison.Ordinal)));
        var plan = JsonNode.Parse(_server.Calls.First(call => call.Call == "POST /api/job-sets").Body)!;
        Assert.Equal(("mc", true, 3), ((string?)plan["name"], (bool?)plan["open"], plan["on"]!.AsArray().Count));
        Assert.Equal("""{"when":"any-failed","at_least":"5%","do":"reschedule-failed","most":2}""", plan["on"]![1]!.ToJsonString());
        Assert.Contains("/bin/merge", plan["on"]![2]!["jdl"]![0]!.ToString(), StringComparison.Ordinal);
        Assert.Contains("/bin/report", plan["on"]![2]!["then"]!["on"]![0]!["jdl"]![0]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("""{"to":"mailto:ann@example.org","digest_minutes":10}""", plan["notices"]![1]!.ToJsonString());
        Assert.Contains("set wait 7", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("job wait", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("""{"job_ids":[1]}""", _server.Calls.First(call => call.Call.EndsWith("7/jobs", StringComparison.Ordinal)).Body);
    }

    [Fact]
    public async Task Submit_SetRefused_SubmitsNothing()
    {
        var outcome = await _dirac.RunAsync("job", "submit", "--executable", "/bin/true", "--set", "mc", "--on", "all-ended=dance");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.DoesNotContain(_server.Calls, call => call.Call == "POST /api/jobs/jdl");
    }

    [Fact]
    public async Task Create_NotifyWithoutRecipient_NamesTheOption()
    {
        var outcome = await _dirac.RunAsync("set", "create", "1-3", "--on", "all-ended=notify");

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains("--notify mail", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(_server.Calls);
    }

    [Theory]
    [InlineData("kill-rest")]
    [InlineData("=kill-rest")]
    [InlineData("all-done=")]
    [InlineData("all-done=submit")]
    [InlineData("all-done=kill-rest:5")]
    [InlineData("all-ended=reschedule-failed:often")]
    public async Task Create_RuleThatIsNone_IsExplained(string rule)
    {
        var outcome = await _dirac.RunAsync("set", "create", "1-3", "--on", rule);

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains(rule, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(_server.Calls);
    }

    [Fact]
    public async Task Create_SomeNotAdded_SaysWhichAndFails()
    {
        _server.Answers["/api/job-sets"] = Change(7, "Closed", """ {"2":{"detail":"Job 2 belongs to eve."},"3":{"detail":"Job 3 belongs to eve."}} """);

        var outcome = await _dirac.RunAsync("set", "create", "1-3", "--set", "x");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.Contains("Not added: 2-3. Job 2 belongs to eve.", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 0, ExitCodes.Ok)]
    [InlineData(2, 1, ExitCodes.Failed)]
    public async Task Wait_Ended_TellsByItsCode(int done, int failed, int code)
    {
        _server.Answers["/api/job-sets/7"] = Info(7, "Closed", done, failed, ended: true);

        var outcome = await _dirac.RunAsync("set", "wait", "7");

        Assert.Equal(code, outcome.Code);
        Assert.StartsWith($"Set 7 (mc): 3 jobs ({done} done", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_Chain_FollowsIt()
    {
        _server.Answers["/api/job-sets/7"] = Info(7, "Closed", 3, 0, ended: true, """ ,"on":[{"when":"all-done","do":"submit","state":"Done","next":8}] """);
        _server.Answers["/api/job-sets/8"] = Info(8, "Closed", 2, 1, ended: true);

        var outcome = await _dirac.RunAsync("set", "wait", "7", "--chain");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.Equal(2, outcome.Output.Trim().Split('\n').Length);
    }

    [Fact]
    public async Task Wait_TimeOver_Is5()
    {
        _server.Answers["/api/job-sets/7"] = Info(7, "Closed", 1, 0);

        Assert.Equal(ExitCodes.TimedOut, (await _dirac.RunAsync("set", "wait", "7", "--timeout", "1s")).Code);
    }

    [Fact]
    public async Task JobWait_FirstFailed_DoesNotWaitForTheOthers()
    {
        _server.AddJob(1, "Running");
        _server.AddJob(2, "Failed");

        var outcome = await _dirac.RunAsync("job", "wait", "1-2", "--first-failed", "--timeout", "20s");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.Contains("Running: 1", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ShowListDelete_Sets_AreToldAndRemoved()
    {
        _server.Answers["/api/job-sets/7"] = Info(7, "Closed", 2, 1, ended: true, """ ,"on":[{"when":"all-done","do":"submit","state":"Failed","error":"No rights."}],"notices":[{"to":"mail","when":["failed"],"sent":3}] """);

        var shown = await _dirac.RunAsync("set", "show", "7");
        _server.Answers["/api/job-sets"] = $"[{Info(7, "Closed", 2, 1)}]";
        var listed = await _dirac.RunAsync("set", "list");
        var deleted = await _dirac.RunAsync("set", "delete", "7", "--yes");

        Assert.Contains("No rights.", shown.Output, StringComparison.Ordinal);
        Assert.Contains("3 (2 done, 1 failed)", shown.Output, StringComparison.Ordinal);
        Assert.Contains("mc", listed.Output, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Ok, "DELETE /api/job-sets/7"), (deleted.Code, _server.Calls[^1].Call));
        Assert.Equal(ExitCodes.Usage, (await _dirac.RunAsync("set", "delete", "7")).Code);
    }

    [Theory]
    [InlineData("mail", "mail")]
    [InlineData("a@b.org", "mailto:a@b.org")]
    [InlineData("https://a.org/x@y", "https://a.org/x@y")]
    public void Recipient_Word_BecomesAnAddress(string word, string address) => Assert.Equal(address, PlanWords.ParseRecipient(word));

    private static string Info(long id, string state, int done = 0, int failed = 0, bool ended = false, string more = "") => $$"""
        {"id":{{id}},"name":"mc","owner":"ann","owner_group":"users","state":"{{state}}","created":"2026-11-22T20:00:00Z",{{(ended ? "\"ended\":\"2026-11-22T21:00:00Z\"," : "")}}
        "counts":{"jobs":3,"active":{{3 - done - failed}},"done":{{done}},"failed":{{failed}},"killed":0,"deleted":0}{{more}}}
        """;

    private static string Change(long id, string state, string failed = "{}") => $$"""{"set":{{Info(id, state)}},"added":1,"failed":{{failed}}}""";
}
