using System.Text.Json;
using Dirac.Cli.Shell;
using Dirac.Cli.Tests.Fakes;

namespace Dirac.Cli.Tests.Operations;

public sealed class OperationCommandTests : IAsyncLifetime
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
    public async Task List_Operations_NewestFirst()
    {
        _server.Operations.Add(1, "kill", "Done");
        _server.Operations.Add(2, "delete", "Running")["note"] = "old ones";

        var outcome = await _dirac.RunAsync("operation", "list");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.True(outcome.Output.IndexOf("old ones", StringComparison.Ordinal) < outcome.Output.IndexOf("kill", StringComparison.Ordinal), outcome.Output);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    public async Task List_ImpossibleLimit_IsUsage(string limit) =>
        Assert.Equal(ExitCodes.Usage, (await _dirac.RunAsync("operation", "list", "--limit", limit)).Code);

    [Fact]
    public async Task Show_FailedJobs_SaysWhichAndWhy()
    {
        var operation = _server.Operations.Add(4, "kill", "Done");
        (operation["succeeded"], operation["failed"]) = (1, 2);
        operation["outcomes"] = System.Text.Json.Nodes.JsonNode.Parse("""[{"kind":"Failed","text":"It is Done.","jobs":20,"job_ids":[5,6]}]""");
        operation["search"] = System.Text.Json.Nodes.JsonNode.Parse("""[{"parameter":"Status","operator":"eq","value":"Done"}]""");

        var outcome = await _dirac.RunAsync("operation", "show", "4");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Contains("kill of jobs with Status = Done", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("20  not killed: It is Done. (5-6, …)", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_Unknown_IsFailed() => Assert.Equal(ExitCodes.Failed, (await _dirac.RunAsync("operation", "show", "4")).Code);

    [Fact]
    public async Task Cancel_Running_TellsWhatWasLeftAlone()
    {
        _server.Operations.Add(4, "kill", "Running");

        var outcome = await _dirac.RunAsync("operation", "cancel", "4");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Contains("Operation 4 was cancelled: 1 of 3 jobs killed, 2 left alone.", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_Delete_TellsWhatCouldNotBePutBack()
    {
        _server.Operations.Add(4, "delete", "Done");

        var outcome = await _dirac.RunAsync("operation", "undo", "4");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.Equal(
            $"Operation 4 is undone: 2 of 3 jobs are what they were.{Environment.NewLine}        1  not put back: It had to be killed. (3){Environment.NewLine}", outcome.Output);
    }

    [Fact]
    public async Task JobUndo_TakesTheLastDeleteThatCanBeUndone()
    {
        var soon = TimeProvider.System.GetUtcNow().AddMinutes(5);
        _server.Operations.Add(1, "delete", "Done", soon);
        _server.Operations.Add(2, "delete", "Done", soon);
        _server.Operations.Add(3, "delete", "Done");
        _server.Operations.Add(4, "kill", "Done");

        await _dirac.RunAsync("job", "undo");

        Assert.Contains(_server.Calls, call => call.Call == "POST /api/jobs/operations/2/undo");
    }

    [Fact]
    public async Task JobUndo_NothingToUndo_SaysSo()
    {
        _server.Operations.Add(4, "kill", "Done");

        var outcome = await _dirac.RunAsync("job", "undo");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.Contains("no delete of yours", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_TimeRunsOut_IsFiveAndTheOperationGoesOn()
    {
        _server.Operations.Add(4, "kill", "Running");
        _server.Operations.Looks = int.MaxValue;

        var outcome = await _dirac.RunAsync("operation", "wait", "4", "--timeout", "1s");

        Assert.Equal(ExitCodes.TimedOut, outcome.Code);
        Assert.Contains("operation wait 4", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_Json_IsTheOperation()
    {
        _server.Operations.Add(4, "kill", "Done");

        var outcome = await _dirac.RunAsync("operation", "wait", "4", "--json");

        using var document = JsonDocument.Parse(outcome.Output);
        Assert.Equal(4, document.RootElement.GetProperty("id").GetInt64());
    }
}
