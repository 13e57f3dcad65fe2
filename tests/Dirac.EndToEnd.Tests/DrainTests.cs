using Dirac.Client.Identity;

namespace Dirac.EndToEnd.Tests;

/// <summary>Server and pilot end well when they are asked to.</summary>
public sealed class DrainTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Server_Terminated_EndsCleanlyAndGoesOnLater()
    {
        await using var site = await Site.StartAsync();
        await using var pilot = await site.StartPilotAsync(1);
        var started = site.File("started");
        var script = site.Script("payload", $"echo > {started}\nsleep 1\n");
        await site.SubmitAsync([$"[ Executable = \"{script}\"; ]"]);
        await Site.UntilAsync(() => Task.FromResult(File.Exists(started)), Patience, () => "The payload did not start.");

        var code = await site.Server.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, code);
        Assert.Null(ServerReady.TryRead(site.Server.Directory));

        await site.Server.StartAsync(TestContext.Current.CancellationToken);
        await site.WaitForDoneAsync(1, Patience);
    }

    [Fact]
    public async Task Pilot_Terminated_LetsItsJobEndAndTakesNoOther()
    {
        await using var site = await Site.StartAsync();
        await using var pilot = await site.StartPilotAsync(1);
        var started = site.File("started");
        var script = site.Script("payload", $"echo >> {started}\nsleep 1\n");
        await site.SubmitAsync(Enumerable.Repeat($"[ Executable = \"{script}\"; ]", 3));
        await Site.UntilAsync(() => Task.FromResult(File.Exists(started)), Patience, () => "The payload did not start.");

        pilot.Program.Terminate();
        var code = await pilot.Program.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, code);
        var counts = await site.CountAsync();
        Assert.Equal((1, 2), (counts.GetValueOrDefault("Done"), counts.GetValueOrDefault("Waiting")));
    }
}
