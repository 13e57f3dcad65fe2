using Dirac.Installation;
using Dirac.Testing;

namespace Dirac.EndToEnd.Tests;

/// <summary>Tasks that a person makes and runs, with the real programs.</summary>
public sealed class TaskRunTests
{
    private const int Interrupted = 130;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_BesideARunningServer_TellsShapeOutcomeAndWhatIsWrong()
    {
        await using var site = await Site.StartAsync();

        var shape = await DiracAsync(site.Server.Directory, "task", "run", "OptimizeJobs");
        var done = await DiracAsync(site.Server.Directory, "task", "run", "CleanTaskQueues", "{}");
        var wrong = await DiracAsync(site.Server.Directory, "task", "run", "OptimizeJobs", """{"Jobs":"all"}""");
        var unknown = await DiracAsync(site.Server.Directory, "task", "run", "OptimiseJobs", "{}");

        Assert.Equal((0, 0, 2, 2), (shape.Code, done.Code, wrong.Code, unknown.Code));
        Assert.Contains("\"Jobs\"", shape.Output, StringComparison.Ordinal);
        Assert.EndsWith("Done.", done.Output, StringComparison.Ordinal);
        Assert.Contains("not understood", wrong.Output, StringComparison.Ordinal);
        Assert.Contains("OptimizeJobs", unknown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WaitingForADebuggerAndTerminated_EndsAsCancelled()
    {
        using var folder = new TempFolder();
        var log = folder.File("log");
        await using var run = RunningProgram.Start(Programs.Server, ["task", "run", "CleanTaskQueues", "{}", "--debugger", "--data", folder.File("server")], log);
        await Site.UntilAsync(
            async () => File.Exists(log) && (await File.ReadAllTextAsync(log, Token)).Contains($"process {run.Pid}", StringComparison.Ordinal),
            Patience,
            () => "It names no process to attach to.");

        run.Terminate();

        Assert.Equal(Interrupted, await run.WaitAsync(Token));
        Assert.EndsWith("Cancelled.", (await File.ReadAllTextAsync(log, Token)).Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_Task_IsDoneAndRemembered()
    {
        await using var site = await Site.StartAsync();

        Assert.Equal(0, (await DiracAsync(site.Server.Directory, "task", "add", "CleanTaskQueues")).Code);

        await Site.UntilAsync(
            async () => (await DiracAsync(site.Server.Directory, "task", "history", "CleanTaskQueues", "--json")).Output.Contains("duration_s", StringComparison.Ordinal),
            Patience,
            () => "It is not among the done.");
    }

    private static Task<(int Code, string Output)> DiracAsync(string directory, params string[] words) =>
        Command.RunAsync([Programs.Cli, "--data", directory, .. words], new Dictionary<string, string> { ["DIRAC_SERVER_BIN"] = Programs.Server }, Token);
}
