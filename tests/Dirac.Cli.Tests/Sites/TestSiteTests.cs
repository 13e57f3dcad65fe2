using System.Text.Json.Nodes;
using Dirac.Cli.Shell;
using Dirac.Cli.Tests.Fakes;
using Dirac.Client.Sandboxes;
using Dirac.Testing;

namespace Dirac.Cli.Tests.Sites;

/// <summary><c>dirac site test</c> against a server that lets the probe get as far as a test wants.</summary>
public sealed class TestSiteTests : IAsyncLifetime
{
    private const string Site = "DIRAC.here.org";
    private readonly TempFolder _folder = new();
    private FakeServer _server = null!;
    private CommandLine _dirac = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _dirac = new CommandLine(_server);
        foreach (var path in (string[])["/api/jobs/kill", "/api/jobs/delete"]) _server.Answers[path] = """{"success":{},"failed":{}}""";
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Test_EveryStep_IsToldAndTheProbeIsDeleted()
    {
        await OutputAsync($"probe at {Site}\nnode7\n");
        Direct(waiting: 1);
        _server.OnSearch = search =>
        {
            if (search == 2) Direct(running: 1);
            if (search == 3) Job()["Status"] = "Running";
            if (search == 4) Job()["Status"] = "Done";
        };

        var outcome = await TestAsync();

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        var steps = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(
            [
                $"✓ The server sends pilots to {Site}; job 1 waits for one.", "✓ A pilot was handed in.", "✓ A pilot runs there.", "✓ The pilot has logged in and taken the job.",
                "✓ The job has ended: Done.", $"✓ Its output came back from node7. {Site} works.",
            ],
            steps);
        Assert.Equal(["delete"], Verbs());
    }

    [Fact]
    public async Task Test_QueueThatIsBroken_SaysWhyAndWhatToDoAndKillsTheProbe()
    {
        Direct(trouble: "QueueBroken", message: "Pilots end here before they log in: It ended with exit code 127", advice: "'dirac pilot output 4711' shows what one of them printed.");

        var outcome = await TestAsync();

        Assert.Equal(ExitCodes.Unreachable, outcome.Code);
        Assert.Contains("Pilots end here before they log in: It ended with exit code 127", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("dirac pilot output 4711", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(["kill", "delete"], Verbs());
    }

    [Fact]
    public async Task Test_LoginThatWasMissingBefore_IsWaitedForUntilTheServerHasLookedAgain()
    {
        Direct(trouble: "LoginNeeded", message: "gate wants a login.", asked: 1);
        _server.OnSearch = search => Direct(trouble: "LoginNeeded", message: "gate wants a login.", asked: search < 3 ? 1 : 2);

        var outcome = await TestAsync();

        Assert.Equal(ExitCodes.Unreachable, outcome.Code);
        Assert.Contains("The job is Received: gate wants a login.\n", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(3, _server.Calls.Count(call => call.Call == "POST /api/jobs/search"));
    }

    [Fact]
    public async Task Test_NoPilotInTime_SaysHowFarItCame()
    {
        Direct(waiting: 1);

        var outcome = await TestAsync("--timeout", "0");

        Assert.Contains("a pilot waits in the batch system", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Failed", "", "ended as Failed")]
    [InlineData("Done", "something else\nnode7\n", "output is not what it printed")]
    public async Task Test_JobOrOutputThatIsWrong_IsNoSuccess(string status, string printed, string why)
    {
        await OutputAsync(printed);
        Direct(running: 1);
        _server.OnSearch = _ => Job()["Status"] = status;

        var outcome = await TestAsync();

        Assert.NotEqual(ExitCodes.Ok, outcome.Code);
        Assert.Contains(why, outcome.Error, StringComparison.Ordinal);
        Assert.Equal(["delete"], Verbs());
    }

    [Fact]
    public async Task Test_ProbeThatCannotBeKilled_IsDeletedAllTheSame()
    {
        Direct(trouble: "QueueBroken", message: "full");
        _server.Answers.Remove("/api/jobs/kill");

        var outcome = await TestAsync();

        Assert.Contains("full", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Job 1 could not be killed: There is no such thing.", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(["kill", "delete"], Verbs());
    }

    private Task<CommandLine.Outcome> TestAsync(params string[] more) => _dirac.RunAsync(["site", "test", Site, .. more]);

    private JsonObject Job() => _server.Jobs.Single();

    private void Direct(int waiting = 0, int running = 0, string? trouble = null, string? message = null, string? advice = null, int asked = 0) => _server.Answers["/api/sites/direction"] = new JsonArray(new JsonObject
    {
        ["site"] = Site, ["ce"] = "ce", ["queue"] = "q", ["kind"] = "Host", ["waiting"] = waiting, ["running"] = running, ["max_total"] = 1, ["max_waiting"] = 1,
        ["last_asked"] = DateTimeOffset.FromUnixTimeSeconds(asked).ToString("O"), ["trouble"] = trouble, ["message"] = message, ["advice"] = advice,
    }).ToJsonString();

    private IEnumerable<string> Verbs() => _server.Calls.Select(call => call.Call).Where(call => call is "POST /api/jobs/kill" or "POST /api/jobs/delete").Select(call => call["POST /api/jobs/".Length..]);

    private async Task OutputAsync(string printed)
    {
        await File.WriteAllTextAsync(_folder.File("probe.out"), printed);
        await SandboxArchive.PackAsync(SandboxFiles.Find(_folder.FullPath, ["probe.out"]), _folder.File("archive"), SandboxArchive.Zstandard, TestContext.Current.CancellationToken);
        _server.Sandboxes["SB:Test|/probe"] = await File.ReadAllBytesAsync(_folder.File("archive"), TestContext.Current.CancellationToken);
        _server.Answers["/api/jobs/1/sandbox/output"] = """["SB:Test|/probe"]""";
    }
}
