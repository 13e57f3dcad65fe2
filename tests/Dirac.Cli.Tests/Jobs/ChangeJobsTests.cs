using System.Text.Json;
using Dirac.Cli.Shell;
using Dirac.Cli.Tests.Fakes;

namespace Dirac.Cli.Tests.Jobs;

public sealed class ChangeJobsTests : IAsyncLifetime
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
    public async Task Kill_Range_IsOneOperationAndTellsWhatDidNotWork()
    {
        _server.Stubborn.Add(11);

        var outcome = await _dirac.RunAsync("job", "kill", "10-12", "--yes", "--note", "wrong input");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.Equal("""{"verb":"kill","job_ids":[10,11,12],"note":"wrong input"}""", Assert.Single(_server.Calls, call => call.Call == "POST /api/jobs/operations").Body);
        Assert.Equal(
            $"Operation 1: 2 of 3 jobs killed.{Environment.NewLine}        1  not killed: It has ended already. (11){Environment.NewLine}", outcome.Output);
    }

    [Theory]
    [InlineData("y", true)]
    [InlineData("YES", true)]
    [InlineData("n", false)]
    [InlineData("", false)]
    public async Task Kill_Asked_OnlyYesKills(string answer, bool kills)
    {
        (_dirac.Input, _dirac.InputIsTerminal) = (answer, true);
        _server.AddJob(10, "Running");
        _server.AddJob(11, "Waiting");
        _server.AddJob(12, "Waiting");

        var outcome = await _dirac.RunAsync("job", "kill", "10-13");

        Assert.Contains("1 of the 4 jobs named do not exist.", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Kill 3 jobs (2 Waiting, 1 Running)? [y/N]", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(kills ? ExitCodes.Ok : ExitCodes.Failed, outcome.Code);
        Assert.Equal(kills ? 1 : 0, _server.Operations.All.Count);
    }

    [Theory]
    [InlineData("kill")]
    [InlineData("delete")]
    [InlineData("reschedule")]
    [InlineData("reset")]
    public async Task Change_NobodyToAsk_IsRefused(string verb)
    {
        _server.AddJob(10, "Running");

        var outcome = await _dirac.RunAsync("job", verb, "10");

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains("--yes", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(_server.Operations.All);
    }

    [Theory]
    [InlineData("job", "kill", "--yes")]
    [InlineData("job", "kill", "--all", "--yes")]
    [InlineData("job", "delete", "--dry-run")]
    [InlineData("job", "status")]
    [InlineData("job", "wait")]
    public async Task Change_EmptyFilter_IsRefused(params string[] args)
    {
        _server.AddJob(1, "Running");

        var outcome = await _dirac.RunAsync(args);

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains("empty filter", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(_server.Calls);
    }

    [Fact]
    public async Task Delete_Filter_TakesOwnJobsThatFitAndSaysHowToUndo()
    {
        _server.AddJob(1, "Failed");
        _server.AddJob(2, "Done");
        _server.AddJob(3, "Failed", owner: "bob");

        var outcome = await _dirac.RunAsync("job", "delete", "--status", "failed", "--yes");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Contains(""""parameter":"Owner","operator":"eq","value":"ann"""", _server.Calls.Single(call => call.Call == "POST /api/jobs/operations").Body, StringComparison.Ordinal);
        Assert.Contains("Operation 1: 1 job deleted.", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Undo within 10 minutes: dirac operation undo 1", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--yes")]
    [InlineData("--no-color")]
    public async Task Change_FilterThatFitsNothing_ChangesNothing(string option)
    {
        var outcome = await _dirac.RunAsync("job", "delete", "--status", "failed", option);

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Contains("No jobs fit; nothing is changed.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_DryRun_ListsAndChangesNothing()
    {
        _server.AddJob(9, "Failed", "first");
        _server.AddJob(10, "Waiting", "second");

        var outcome = await _dirac.RunAsync("job", "kill", "9-10", "--dry-run");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Equal($" 9  Failed   first{Environment.NewLine}10  Waiting  second{Environment.NewLine}", outcome.Output);
        Assert.Contains("Kill would be tried on 2 jobs; nothing is changed.", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(_server.Operations.All);
    }

    [Fact]
    public async Task Change_NoWait_PrintsTheNumber()
    {
        var outcome = await _dirac.RunAsync("job", "kill", "10", "--yes", "--no-wait");

        Assert.Equal((ExitCodes.Ok, $"1{Environment.NewLine}"), (outcome.Code, outcome.Output));
        Assert.Contains("dirac operation wait 1", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_Json_IsTheOperationAndNothingElse()
    {
        var outcome = await _dirac.RunAsync("job", "kill", "10", "--yes", "--json");

        using var document = JsonDocument.Parse(outcome.Output);
        Assert.Equal("Done", document.RootElement.GetProperty("state").GetString());
        Assert.Empty(outcome.Error);
    }

    [Fact]
    public async Task Change_CtrlC_LeavesTheOperationAndSaysHowToLookAgain()
    {
        using var interrupt = new CancellationTokenSource();
        (_server.Operations.Looks, _server.Operations.OnLook) = (int.MaxValue, interrupt.Cancel);

        var outcome = await _dirac.RunAsync(interrupt.Token, "job", "kill", "10", "--yes");

        Assert.Equal(ExitCodes.Interrupted, outcome.Code);
        Assert.Contains("Operation 1 goes on without you: 'dirac operation wait 1' follows it again, 'dirac operation cancel 1' stops it.", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Calls, call => call.Call.EndsWith("/cancel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Change_OnATerminal_DrawsABarAndTheResultBelow()
    {
        (_server.Operations.Looks, _dirac.OutputIsTerminal) = (3, true);

        var outcome = await _dirac.RunAsync("job", "kill", "10-12", "--yes");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.EndsWith($"Operation 1: 3 jobs killed.{Environment.NewLine}", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_SeveralJobs_ALineForEach()
    {
        _server.AddJob(9, "Done")["MinorStatus"] = "Execution Complete";
        var second = _server.AddJob(10, "Running");
        (second["MinorStatus"], second["ApplicationStatus"], second["Site"]) = ("Application", "step 3", "DIRAC.A.org");

        var outcome = await _dirac.RunAsync("job", "status", "9-11");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.Equal(
            $" 9  Done     Execution Complete{Environment.NewLine}10  Running  Application; step 3  DIRAC.A.org{Environment.NewLine}", outcome.Output);
        Assert.Contains("There is no job 11.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_SeveralJobs_ShowsEach()
    {
        foreach (var id in new[] { 7, 8 })
        {
            _server.AddJob(id, "Waiting", $"name{id}");
            _server.Answers[$"/api/jobs/{id}"] = $$"""{"JobID":{{id}},"Jdl":"[]","OriginalJdl":"[ n = {{id}}; ]","Parameters":{},"Attempts":[],"Reason":"It waits."}""";
        }

        var text = await _dirac.RunAsync("job", "show", "7-8");
        var jdl = await _dirac.RunAsync("job", "show", "7-8", "--jdl");
        var json = await _dirac.RunAsync("job", "show", "7-8", "--json");

        Assert.Contains("name7", text.Output, StringComparison.Ordinal);
        Assert.Contains("name8", text.Output, StringComparison.Ordinal);
        Assert.Contains("[ n = 8; ]", jdl.Output, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(json.Output);
        Assert.Equal(2, document.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task Resubmit_Jobs_SendsTheirDescriptionsInOneCall()
    {
        foreach (var id in new[] { 7, 8 })
        {
            _server.AddJob(id, "Failed");
            _server.Answers[$"/api/jobs/{id}"] = $$"""{"JobID":{{id}},"Jdl":"[]","OriginalJdl":"[ n = {{id}}; ]","Parameters":{},"Attempts":[],"Reason":""}""";
        }

        var outcome = await _dirac.RunAsync("job", "resubmit", "7,8", "--yes");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Equal("""["[ n = 7; ]","[ n = 8; ]"]""", Assert.Single(_server.Calls, call => call.Call == "POST /api/jobs/jdl").Body);
        Assert.Equal($"Job 7 again as 9{Environment.NewLine}Job 8 again as 10{Environment.NewLine}", outcome.Output);
    }
}
