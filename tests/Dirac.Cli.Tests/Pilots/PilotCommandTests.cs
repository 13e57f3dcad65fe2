using System.Text.Json;
using Dirac.Cli.Shell;
using Dirac.Cli.Tests.Fakes;

namespace Dirac.Cli.Tests.Pilots;

public sealed class PilotCommandTests : IAsyncLifetime
{
    private const string Row =
        """{"PilotID":1,"PilotStamp":"abc","PilotJobReference":"https://ce/1","Status":"Running","StatusReason":"Black hole: 5 jobs in a row","GridSite":"S","DestinationSite":"ce","Queue":"q","BenchMark":12.5,"CurrentJobID":7,"SubmissionTime":"2026-11-22T20:00:00Z","LastUpdateTime":"2026-11-22T21:00:00Z"}""";

    private FakeServer _server = null!;
    private CommandLine _dirac = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _dirac = new CommandLine(_server);
        _server.Answers["/api/pilots/search"] = $"[{Row}]";
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task List_Filters_BecomeConditions()
    {
        var outcome = await _dirac.RunAsync("pilot", "list", "--site", "S,T", "--ce", "ce", "--status", "running", "--vo", "v", "--since", "2026-11-22");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Contains("Black hole", outcome.Output, StringComparison.Ordinal);
        var body = JsonDocument.Parse(_server.Calls[^1].Body).RootElement.GetProperty("search");
        Assert.Equal(
            ["Status eq Running", "GridSite in S,T", "DestinationSite eq ce", "VO eq v", "SubmissionTime gt 2026-11-21T23:59:59"],
            body.EnumerateArray().Select(Condition));
    }

    [Theory]
    [InlineData("list", "--status", "Weird")]
    [InlineData("list", "--since", "yesterday")]
    [InlineData("list", "--limit", "0")]
    [InlineData("summary", "--by", "colour")]
    [InlineData("clear", "--older-than", "30")]
    [InlineData("clear", "--yes")]
    [InlineData("kill")]
    [InlineData("kill", "abc", "--site", "S")]
    [InlineData("delete")]
    [InlineData("log", "abc", "--follow", "--json")]
    public async Task Anything_ThatMakesNoSense_IsRefusedBeforeAnythingIsAsked(params string[] words)
    {
        var outcome = await _dirac.RunAsync(["pilot", .. words]);

        Assert.NotEqual(ExitCodes.Ok, outcome.Code);
        Assert.NotEmpty(outcome.Error);
        Assert.Empty(_server.Calls);
    }

    [Fact]
    public async Task Show_Pilot_HasReasonOrderJobsAndLog()
    {
        _server.Answers["/api/pilots/abc"] =
            $$"""{"Pilot":{{Row}},"HostName":"node1","StopOrder":"Drain","StopReason":"Black hole","LogLines":12,"Jobs":[{"JobID":7,"StartTime":"2026-11-22T20:00:00Z","Attempt":2,"Outcome":"Running"}]}""";
        _server.Answers["/api/pilots/abc/log"] = """{"PilotStamp":"abc","Lines":[{"Number":12,"Text":"the last line"}],"Last":12,"Final":false}""";

        var outcome = await _dirac.RunAsync("pilot", "show", "abc");

        foreach (var word in new[] { "node1", "Drain: Black hole", "12 lines", "the last line", "12.5 HS06", "Running" }) Assert.Contains(word, outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_Follow_GoesOnUntilTheEndAndNamesGaps()
    {
        var clock = new EagerClock(() => _server.Answers["/api/pilots/abc/log"] = """{"PilotStamp":"abc","Lines":[{"Number":5,"Text":"five"}],"Last":5,"Final":true}""");
        _server.Answers["/api/pilots/abc/log"] = """{"PilotStamp":"abc","Lines":[{"Number":1,"Text":"one"}],"Last":1,"Final":false}""";
        _dirac.Clock = clock;
        _server.Answers["/api/pilots/abc"] = Details("Running");

        var outcome = await _dirac.RunAsync("pilot", "log", "abc", "--follow");

        Assert.Equal("one\nfive\n", outcome.Output);
        Assert.Contains("3 lines are missing", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_FollowOfAPilotThatWasKilled_EndsWithItsStatus()
    {
        var details = 0;
        var clock = new EagerClock(() =>
        {
            _server.Answers["/api/pilots/abc"] = Details(++details < 3 ? "Running" : "Aborted");
            _server.Answers["/api/pilots/abc/log"] = """{"PilotStamp":"abc","Lines":[],"Last":1,"Final":false}""";
        });
        _server.Answers["/api/pilots/abc/log"] = """{"PilotStamp":"abc","Lines":[{"Number":1,"Text":"one"}],"Last":1,"Final":false}""";
        _dirac.Clock = clock;

        var outcome = await _dirac.RunAsync("pilot", "log", "abc", "-f");

        Assert.Equal((ExitCodes.Ok, "one\n"), (outcome.Code, outcome.Output));
        Assert.Contains("The pilot is Aborted", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_FollowAndCtrlC_EndsCleanly()
    {
        using var interrupt = new CancellationTokenSource();
        _server.Answers["/api/pilots/abc/log"] = """{"PilotStamp":"abc","Lines":[{"Number":1,"Text":"one"}],"Last":1,"Final":false}""";
        _dirac.Clock = new EagerClock(interrupt.Cancel);

        var outcome = await _dirac.RunAsync(interrupt.Token, "pilot", "log", "abc", "-f");

        Assert.Equal((ExitCodes.Interrupted, "one\n", ""), (outcome.Code, outcome.Output, outcome.Error));
    }

    [Fact]
    public async Task Kill_ByFilter_AsksAndTellsOfEach()
    {
        _server.Answers["/api/pilots/kill"] = """{"success":{"abc":{"status":"Running","detail":"It is told to end now."}},"failed":{"x":{"detail":"Pilot x does not exist."}}}""";
        _dirac.InputIsTerminal = true;
        _dirac.Input = "y\n";

        var outcome = await _dirac.RunAsync("pilot", "kill", "--site", "S", "--drain", "--reason", "why");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.Contains("Kill pilot abc?", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("abc  Running. It is told to end now.", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("x  not told to end: Pilot x does not exist.", outcome.Output, StringComparison.Ordinal);
        Assert.Equal("""{"pilot_stamps":["abc"],"reason":"why","drain":true}""", _server.Calls[^1].Body);
    }

    [Fact]
    public async Task Kill_AnswerNo_ChangesNothing()
    {
        _dirac.InputIsTerminal = true;
        _dirac.Input = "n\n";

        Assert.Equal(ExitCodes.Failed, (await _dirac.RunAsync("pilot", "kill", "abc")).Code);
        Assert.DoesNotContain(_server.Calls, call => call.Call.Contains("kill", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Delete_ByFilter_TakesOnlyThoseThatHaveEnded()
    {
        var outcome = await _dirac.RunAsync("pilot", "delete", "--site", "S", "--yes");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Contains("No pilots fit", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clear_OlderThan_SendsBothLimits()
    {
        _server.Answers["/api/pilots/clear"] = """{"removed":12}""";

        var outcome = await _dirac.RunAsync("pilot", "clear", "--older-than", "30d", "--yes");

        Assert.Contains("12 pilots removed.", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("""{"days":30,"aborted_days":30}""", _server.Calls[^1].Body);
    }

    [Fact]
    public async Task Summary_Groups_AreATableWithTheirJudgement()
    {
        _server.Answers["/api/pilots/grouped"] =
            """[{"Group":{"GridSite":"S","DestinationSite":"ce"},"Counts":{"Done":9,"Aborted":3},"Total":12,"Done_Empty":1,"Aborted_Hour":0,"PilotsPerJob":1.13,"PilotJobEff":75,"Status":"Fair"}]""";

        var outcome = await _dirac.RunAsync("pilot", "summary", "--by", "site,ce");

        foreach (var word in new[] { "SITE", "Aborted", "75", "Fair" }) Assert.Contains(word, outcome.Output, StringComparison.Ordinal);
        Assert.Contains("""["GridSite","DestinationSite"]""", _server.Calls[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stats_Counts_AreAddedUp()
    {
        _server.Answers["/api/pilots/summary"] = """[{"Status":"Done","count":3},{"Status":"Running","count":2}]""";

        var outcome = await _dirac.RunAsync("pilot", "stats");

        Assert.Contains("Running", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("5 pilots.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_PilotsAndPilotOutput_AreShown()
    {
        _server.Answers["/api/jobs/7/pilots"] =
            """[{"PilotStamp":"abc","PilotJobReference":"r","GridSite":"S","DestinationSite":"ce","Status":"Done","StatusReason":"ended","Job":{"JobID":7,"StartTime":"2026-11-22T20:00:00Z","Attempt":1,"Outcome":"Finished"}}]""";
        _server.Answers["/api/jobs/7/pilot-output"] = """{"PilotStamp":"abc","StdOutput":"","StdError":"printed","FromLog":false}""";
        _server.Answers["/api/pilots/abc/jobs"] = """[{"JobID":7,"StartTime":"2026-11-22T20:00:00Z"}]""";

        Assert.Contains("Finished", (await _dirac.RunAsync("job", "pilots", "7")).Output, StringComparison.Ordinal);
        Assert.Equal("printed\n", (await _dirac.RunAsync("job", "pilot-output", "7")).Output);
        Assert.Contains("2026-11-22 20:00:00", (await _dirac.RunAsync("pilot", "jobs", "abc")).Output, StringComparison.Ordinal);
        foreach (var words in new string[][] { ["job", "pilots", "7"], ["job", "pilot-output", "7"], ["pilot", "jobs", "abc"] })
        {
            using var document = JsonDocument.Parse((await _dirac.RunAsync([.. words, "--json"])).Output);
        }
    }

    private static string Condition(JsonElement condition)
    {
        var value = condition.TryGetProperty("value", out var one) ? one.GetString() : string.Join(',', condition.GetProperty("values").EnumerateArray().Select(item => item.GetString()));
        return $"{condition.GetProperty("parameter")} {condition.GetProperty("operator")} {value}";
    }

    // Every wait is over at once; something happens meanwhile.
    private static string Details(string status) => $$"""{"Pilot":{{Row.Replace("Running", status, StringComparison.Ordinal)}},"LogLines":1,"Jobs":[]}""";

    private sealed class EagerClock(Action meanwhile) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            // Longer waits are the time limits of calls.
            if (dueTime <= TimeSpan.Zero || dueTime > TimeSpan.FromSeconds(5)) return base.CreateTimer(callback, state, dueTime, period);
            meanwhile();
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
