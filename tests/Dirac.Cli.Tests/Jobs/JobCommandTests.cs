using Dirac.Cli.Shell;
using Dirac.Cli.Tests.Fakes;

namespace Dirac.Cli.Tests.Jobs;

public sealed class JobCommandTests : IAsyncLifetime
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
    public async Task List_OwnJobs_TableOfThemOnly()
    {
        _server.AddJob(1, "Done", "mine");
        _server.AddJob(2, "Failed", "theirs", owner: "bob");

        var outcome = await _dirac.RunAsync("job", "list");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Contains("mine", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("theirs", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("1 to 1 of 1 job.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_MoreThanAPage_SaysHowToSeeTheRest()
    {
        for (var id = 1; id <= 5; id++) _server.AddJob(id, "Waiting");

        var outcome = await _dirac.RunAsync("job", "list", "--limit", "2");

        Assert.Contains("1 to 2 of 5 jobs. --page 2 shows the next.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_Json_IsTheRowsAndNothingElse()
    {
        _server.AddJob(1, "Done");

        var outcome = await _dirac.RunAsync("job", "list", "--json");

        using var document = System.Text.Json.JsonDocument.Parse(outcome.Output);
        Assert.Equal(1, document.RootElement[0].GetProperty("JobID").GetInt64());
        Assert.Empty(outcome.Error);
    }

    [Fact]
    public async Task List_UnknownStatus_NamesThoseThereAre()
    {
        var outcome = await _dirac.RunAsync("job", "list", "--status", "Finished");

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains("'Finished' is not a status", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Waiting", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(_server.Calls);
    }

    [Fact]
    public async Task Show_Job_TellsStateAndWhy()
    {
        _server.AddJob(7, "Waiting");
        _server.Answers["/api/jobs/7"] = """
            {"JobID":7,"Jdl":"[]","OriginalJdl":"[ Executable = \"x\"; ]","Parameters":{"HostName":"node1","StandardOutput":"peeked"},
             "Attempts":[{"Attempt":1,"PilotStamp":"abc","Site":"S","StartTime":"2026-11-22T20:00:01Z","Outcome":"Infrastructure"}],"Reason":"No pilot offers 64 processors."}
            """;

        var outcome = await _dirac.RunAsync("job", "show", "7");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Contains("No pilot offers 64 processors.", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("node1", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Infrastructure", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("peeked", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_UnknownJob_TwoLinesWithAdviceAndTrace()
    {
        var outcome = await _dirac.RunAsync("job", "show", "404");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.Equal($"dirac: There is no such thing.{Environment.NewLine}       Look elsewhere. (trace abc123){Environment.NewLine}", outcome.Error);
    }

    [Fact]
    public async Task Wait_AllDone_IsZeroAfterTheyEnd()
    {
        var row = _server.AddJob(1, "Running");
        _server.OnSearch = count =>
        {
            if (count == 2) row["Status"] = "Done";
        };

        var outcome = await _dirac.RunAsync("job", "wait", "1");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Contains("Done: 1 (1)", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_SomeFailed_IsOne()
    {
        _server.AddJob(1, "Done");
        _server.AddJob(2, "Failed");

        Assert.Equal(ExitCodes.Failed, (await _dirac.RunAsync("job", "wait", "1-2")).Code);
    }

    [Fact]
    public async Task Wait_TimeRunsOut_IsFive()
    {
        _server.AddJob(1, "Running");

        var outcome = await _dirac.RunAsync("job", "wait", "1", "--timeout", "1s");

        Assert.Equal(ExitCodes.TimedOut, outcome.Code);
    }

    [Fact]
    public async Task Wait_UnknownJob_SaysWhich()
    {
        _server.AddJob(1, "Running");

        var outcome = await _dirac.RunAsync("job", "wait", "1-3");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.Contains("There is no job 2-3.", outcome.Error, StringComparison.Ordinal);
    }
}
