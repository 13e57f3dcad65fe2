using Dirac.Cli.Shell;
using Dirac.Cli.Tests.Fakes;

namespace Dirac.Cli.Tests.Jobs;

public sealed class ExplainCommandTests : IAsyncLifetime
{
    private const string Waiting = """
        {"JobID":7,"Status":"Waiting","MinorStatus":"Pilot Agent Submission","ApplicationStatus":"Unknown","Summary":"It waits, and no pilot seen lately could run it.",
         "Advice":["Ask for at most 8 processors: then it fits at 12 sites."],
         "Turn":{"TQId":3,"Ahead":4,"Jobs":9,"Share":0.125,"MatchesPerHour":100,"EstimatedSeconds":7300},
         "Sites":[{"Sites":["A","B","C","D","E","F","G","H","I","J","K","L"],"Verdict":"No","Sentence":"It does not fit.",
                   "Clauses":[{"Clause":"Tag","Wanted":"16Processors","Offered":"8Processors","Why":"the job needs 16Processors, which the resource does not offer","Remedy":"Ask for at most 8 processors","Passes":false}]}]}
        """;

    private const string Failed = """
        {"JobID":8,"Status":"Failed","MinorStatus":"Application Finished With Errors","ApplicationStatus":"Exit code 2","Summary":"The program ended with exit code 2 (A).",
         "Failure":{"Infrastructure":false,"ExitCode":2,"Attempts":1,"RunAgain":"It is not run again by itself.","LastLines":["cannot open input.dat"]},"Advice":["Look."]}
        """;

    private const string Queue = """
        {"Queue":{"TQId":3,"Owner":"ann","OwnerGroup":"users","VO":"testvo","CPUTime":86400,"Priority":500,"Jobs":9,"Requirements":{"Tags":["GPU"]}},
         "Share":0.5,"MatchesPerHour":60,"EligibleSites":["A","B"],"EstimatedSeconds":1080}
        """;

    private FakeServer _server = null!;
    private CommandLine _dirac = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _dirac = new CommandLine(_server);
        _server.Answers["/api/jobs/7/why"] = Waiting;
        _server.Answers["/api/jobs/8/why"] = Failed;
        _server.Answers["/api/task-queues/3"] = Queue;
        _server.Answers["/api/task-queues/of-job/7"] = Queue;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Why_WaitingJob_TellsSitesTogetherWithWhatWouldHelp()
    {
        var outcome = await _dirac.RunAsync("job", "why", "7");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Contains("no pilot seen lately could run it", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("→ Ask for at most 8 processors: then it fits at 12 sites.", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("3, 4 of 9 jobs ahead, share 12.5 %, about 2 h at the present rate", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("and 4 more", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Tag: the job needs 16Processors", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_FailedJob_ShowsItsLastLines()
    {
        var outcome = await _dirac.RunAsync("job", "why", "8");

        Assert.Contains("The program ended with exit code 2", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("  cannot open input.dat", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_Json_IsTheAnswerAndNothingElse()
    {
        var outcome = await _dirac.RunAsync("job", "why", "7", "--json");

        using var document = System.Text.Json.JsonDocument.Parse(outcome.Output);
        Assert.Equal("Tag", document.RootElement.GetProperty("Sites")[0].GetProperty("Clauses")[0].GetProperty("Clause").GetString());
    }

    [Fact]
    public async Task QueueShow_ByNumberOrJob_TellsShareAndTurn()
    {
        var byNumber = await _dirac.RunAsync("queue", "show", "3");
        var byJob = await _dirac.RunAsync("queue", "show", "--job", "7");

        Assert.Contains("50 % of the VO's matches (priority 500)", byNumber.Output, StringComparison.Ordinal);
        Assert.Contains("in about 18 min at the present rate", byNumber.Output, StringComparison.Ordinal);
        Assert.Equal(byNumber.Output, byJob.Output);
    }

    [Theory]
    [InlineData]
    [InlineData("3", "--job", "7")]
    public async Task QueueShow_NotOneQueue_IsRefused(params string[] rest) =>
        Assert.Equal(ExitCodes.Usage, (await _dirac.RunAsync(["queue", "show", .. rest])).Code);
}
