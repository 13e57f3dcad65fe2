using System.Text.Json;
using Dirac.Cli.Shell;
using Dirac.Cli.Tests.Fakes;

namespace Dirac.Cli.Tests.Tasks;

public sealed class TaskCommandTests : IAsyncLifetime
{
    private const string Kind =
        """{"name":"OptimizeJobs","database":"JobDB","due":12,"running":3,"later":0,"dead":2,"oldest_due_s":90,"paused":{"since":"2026-11-28T08:00:00Z","by":"ann (admins)","reason":"disk full"},"definition":{"priority":"Realtime","size":"Small","batch_size":10,"max_attempts":5,"lease_s":60,"time_limit_s":600,"retry_first_s":1,"retry_longest_s":600}}""";

    private const string Dead =
        """{"id":7,"name":"OptimizeJobs","database":"JobDB","reason":"Failed","attempts":2,"message":"{\"Jobs\":[1]}","created":"2026-11-28T07:00:00Z","died":"2026-11-28T08:00:00Z","errors":[{"attempt":1,"at":"2026-11-28T07:10:00Z","error":"it rained"},{"attempt":2,"at":"2026-11-28T07:20:00Z","error":"it snowed"}],"trace_id":"0af7651916cd43dd8448eb211c80319c"}""";

    private FakeServer _server = null!;
    private CommandLine _dirac = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _dirac = new CommandLine(_server);
        _server.Answers["/.well-known/dirac-metadata"] =
            """{"virtual_organizations":{"testvo":{"groups":{"users":{"properties":["NormalUser"]},"admins":{"properties":["Operator"]}},"support":{"message":""},"default_group":"users"}}}""";
        _server.Answers["/api/tasks"] = $"[{Kind}]";
        _server.Answers["/api/tasks/dead/search"] = $"[{Dead}]";
        _server.Answers["/api/tasks/dead/count"] = """{"tasks":2}""";
        _server.Answers["/api/tasks/dead/retry"] = """{"tasks":2}""";
        _server.Answers["/api/tasks/dead/drop"] = """{"tasks":2}""";
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task List_Kinds_ShowsNumbersAgeAndWhyOneIsPaused()
    {
        var outcome = await _dirac.RunAsync("task", "list");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        foreach (var word in new[] { "OptimizeJobs", "Realtime", "12", "90 s", "paused by ann (admins): disk full" }) Assert.Contains(word, outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_Json_IsTheServersAnswer()
    {
        var outcome = await _dirac.RunAsync("task", "list", "--json");

        Assert.Equal(90, JsonDocument.Parse(outcome.Output).RootElement[0].GetProperty("oldest_due_s").GetDouble());
    }

    [Fact]
    public async Task Show_TasksThatWaitForLocksAndTurns_SaysForWhichAndWhoHasThem()
    {
        _server.Answers["/api/tasks/kinds/OptimizeJobs"] =
            $$"""{"kind":{{Kind.Replace("\"later\":0", "\"later\":1,\"blocked\":1", StringComparison.Ordinal)}},"running":[],"waiting":[{"id":4,"attempt":0,"created":"2026-11-28T07:00:00Z","due":"2026-11-28T07:00:00Z","errors":[],"waits_for":{"resource":"lock Site/CERN","since":"2026-11-28T07:00:00Z","held_by":[{"id":3,"task":"DirectQueue","owner":"host/12"}]} },{"id":5,"attempt":0,"created":"2026-11-28T07:00:00Z","due":"2999-11-28T07:00:00Z","errors":[],"waits_for":{"resource":"rate Mails","since":"2026-11-28T07:00:00Z","held_by":[]} }]}""";

        var outcome = await _dirac.RunAsync("task", "show", "OptimizeJobs");

        foreach (var word in new[] { "1, by locks and limits", "for lock Site/CERN, held by DirectQueue 3 on host/12", "for its turn at rate Mails in" })
            Assert.Contains(word, outcome.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_Kind_HasRulesAndSamples()
    {
        _server.Answers["/api/tasks/kinds/OptimizeJobs"] =
            $$"""{"kind":{{Kind}},"running":[{"id":3,"attempt":1,"created":"2026-11-28T07:00:00Z","due":"2026-11-28T09:00:00Z","owner":"host/12","errors":[]}],"waiting":[{"id":4,"attempt":1,"created":"2026-11-28T07:00:00Z","due":"2026-11-28T07:00:00Z","errors":[{"attempt":1,"at":"2026-11-28T07:10:00Z","error":"it rained"}],"trace_id":"0af7651916cd43dd8448eb211c80319c"}]}""";

        var outcome = await _dirac.RunAsync("task", "show", "OptimizeJobs");

        foreach (var word in new[] { "by ann (admins): disk full", "at most 5", "host/12", "it rained", "0af7651916cd43dd8448eb211c80319c" })
            Assert.Contains(word, outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dead_Filters_BecomeASelection_AndEveryErrorIsShown()
    {
        var outcome = await _dirac.RunAsync("task", "dead", "OptimizeJobs", "--reason", "failed", "--since", "2026-11-28");

        foreach (var word in new[] { "it rained", "it snowed", "0af7651916cd43dd8448eb211c80319c" }) Assert.Contains(word, outcome.Output, StringComparison.Ordinal);
        var selection = JsonDocument.Parse(_server.Calls[^1].Body).RootElement;
        Assert.Equal(("OptimizeJobs", "Failed"), (selection.GetProperty("name").GetString(), selection.GetProperty("reason").GetString()));
        Assert.Equal(new DateTimeOffset(2026, 11, 28, 0, 0, 0, TimeSpan.Zero), selection.GetProperty("since").GetDateTimeOffset());
    }

    [Fact]
    public async Task Dead_WithoutFilter_AsksForAll()
    {
        await _dirac.RunAsync("task", "dead");

        Assert.True(JsonDocument.Parse(_server.Calls[^1].Body).RootElement.GetProperty("all").GetBoolean());
    }

    [Fact]
    public async Task Drop_Asks_AndNoLeavesEverything()
    {
        (_dirac.InputIsTerminal, _dirac.Input) = (true, "n\n");

        var outcome = await _dirac.RunAsync("task", "drop", "OptimizeJobs");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.Contains("Drop 2 dead tasks for good?", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Calls, call => call.Call.EndsWith("/drop", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Retry_SomeNumbers_NamesThem()
    {
        var outcome = await _dirac.RunAsync("task", "retry", "OptimizeJobs", "7", "8", "--yes");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Contains("2 tasks in the queue again", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("POST /api/tasks/dead/retry", _server.Calls[^1].Call);
        Assert.Equal([7, 8], JsonDocument.Parse(_server.Calls[^1].Body).RootElement.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()));
    }

    [Theory]
    [InlineData("drop", "--yes")]
    [InlineData("retry", "--yes")]
    [InlineData("retry", "OptimizeJobs", "--all", "--yes")]
    [InlineData("drop", "--reason", "boredom", "--yes")]
    [InlineData("dead", "--since", "yesterday")]
    [InlineData("dead", "--limit", "0")]
    [InlineData("show", "OptimizeJobs", "--limit", "101")]
    [InlineData("pause", "OptimizeJobs")]
    [InlineData("show")]
    public async Task Anything_ThatMakesNoSense_IsRefusedBeforeAnythingIsAsked(params string[] words)
    {
        var outcome = await _dirac.RunAsync(["task", .. words]);

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Empty(_server.Calls);
    }

    [Fact]
    public async Task Pause_And_Resume_ReachTheKind()
    {
        _server.Answers["/api/tasks/kinds/OptimizeJobs/pause"] = "";

        Assert.Equal(ExitCodes.Ok, (await _dirac.RunAsync("task", "pause", "OptimizeJobs", "--reason", "disk full")).Code);
        Assert.Equal(("PUT /api/tasks/kinds/OptimizeJobs/pause", """{"reason":"disk full"}"""), _server.Calls[^1]);
        Assert.Equal(ExitCodes.Ok, (await _dirac.RunAsync("task", "resume", "OptimizeJobs")).Code);
        Assert.Equal("DELETE /api/tasks/kinds/OptimizeJobs/pause", _server.Calls[^1].Call);
    }

    [Fact]
    public async Task History_DoneTasks_AreShownWithWorkerAndTrace()
    {
        _server.Answers["/api/tasks/kinds/OptimizeJobs/history"] =
            """[{"id":7,"attempts":2,"created":"2026-11-28T07:00:00Z","begun":"2026-11-28T07:00:01Z","ended":"2026-11-28T07:00:02.5Z","duration_s":1.5,"worker":"node/1","trace_id":"0af7651916cd43dd8448eb211c80319c"}]""";

        var outcome = await _dirac.RunAsync("task", "history", "OptimizeJobs", "--since", "2026-11-28");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        foreach (var word in new[] { "2026-11-28 07:00:01", "1.5 s", "node/1" }) Assert.Contains(word, outcome.Output, StringComparison.Ordinal);
        Assert.Equal("GET /api/tasks/kinds/OptimizeJobs/history", _server.Calls[^1].Call);
    }

    [Fact]
    public async Task Add_Message_ReachesTheServerAsItIs()
    {
        _server.Answers["/api/tasks/OptimizeJobs"] = """{"id":7}""";
        _dirac.Input = """{"Jobs":[1]}""";

        var outcome = await _dirac.RunAsync("task", "add", "OptimizeJobs", "-", "--in", "10m", "--priority", "background", "--key", "k");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Contains("OptimizeJobs 7 is in the queue", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(("POST /api/tasks/OptimizeJobs", """{"message":{"Jobs":[1]},"delay_s":600,"priority":"Background","key":"k"}"""), _server.Calls[^1]);
    }

    [Fact]
    public async Task Add_KeyThatWaits_SaysThatNoneIsMade()
    {
        _server.Answers["/api/tasks/OptimizeJobs"] = "{}";

        var outcome = await _dirac.RunAsync("task", "add", "OptimizeJobs", "{}", "--key", "k");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Contains("waits already", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("add", "OptimizeJobs", "{nonsense")]
    [InlineData("add", "OptimizeJobs", "{}", "--priority", "high")]
    [InlineData("add", "OptimizeJobs", "{}", "--in", "soon")]
    [InlineData("history", "OptimizeJobs", "--since", "yesterday")]
    [InlineData("run")]
    public async Task AddOrHistory_ThatMakesNoSense_IsRefusedBeforeAnythingIsAsked(params string[] words)
    {
        Assert.Equal(ExitCodes.Usage, (await _dirac.RunAsync(["task", .. words])).Code);
        Assert.Empty(_server.Calls);
    }

    [Fact]
    public async Task Schedules_ShowTaskAndNext()
    {
        _server.Answers["/api/tasks/schedules"] = """[{"name":"SiteDirector","task":"DirectSites","database":"JobDB","schedule":"every 10s","last":"2026-11-28T08:00:00Z","next":"2026-11-28T08:00:10Z"}]""";

        var outcome = await _dirac.RunAsync("schedule", "list");

        foreach (var word in new[] { "SiteDirector", "DirectSites", "every 10s", "2026-11-28 08:00:00" }) Assert.Contains(word, outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Consumers_ShowSourceStateAndProblem()
    {
        _server.Answers["/api/tasks/consumers"] = """
            [{"name":"Orders","process":"host:7","source":"Broker::Queues::orders","task":"TakeOrder","database":"JobDB","state":"Consuming","broker":"ActiveMQ/5.17.2 at mq:61613","since":"2026-11-28T08:00:00Z","last":"2026-11-28T08:00:10Z","received":12,"silent_s":3},
             {"name":"Orders","process":"host:8","source":"Broker::Queues::orders","task":"TakeOrder","database":"JobDB","state":"Waiting","problem":"no broker","since":"2026-11-28T08:00:00Z","received":0,"silent_s":3},
             {"name":"Orders","process":"host:9","source":"Broker::Queues::orders","task":"TakeOrder","database":"JobDB","state":"Consuming","since":"2026-11-28T08:00:00Z","received":0,"silent_s":300}]
            """;

        var outcome = await _dirac.RunAsync("schedule", "consumers");

        var text = outcome.Output.ReplaceLineEndings(" ");
        foreach (var word in new[] { "Orders", "host:7", "TakeOrder", "2026-11-28 08:00:10", "12", "ActiveMQ", "no", "not" }) Assert.Contains(word, text, StringComparison.Ordinal);
    }
}
