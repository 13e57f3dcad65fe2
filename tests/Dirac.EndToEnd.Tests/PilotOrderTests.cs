using Dirac.Client.Pilots;
using Dirac.Model.Api;

namespace Dirac.EndToEnd.Tests;

/// <summary>A real pilot obeys an order, and what it said stays with the server.</summary>
public sealed class PilotOrderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pilot_KilledByOrder_HandsItsJobBackAndLeavesItsLog()
    {
        await using var site = await Site.StartAsync();
        var started = site.File("started");
        var script = site.Script("payload", $"echo >> {started}\ntest $(wc -l < {started}) -gt 1 || sleep 1000\n");
        var job = (await site.SubmitAsync([$"[ Executable = \"{script}\"; ]"]))[0];
        await using var first = await site.StartPilotAsync(1);
        await Site.UntilAsync(() => Task.FromResult(File.Exists(started)), Patience, () => "The payload did not start.");
        var records = new PilotRecordClient(site.Server.Admin);
        var stamp = (await records.OfJobAsync(job, Token))[0].PilotStamp;

        var result = await records.KillAsync(new PilotKillRequest([stamp], "the node is needed"), Token);

        Assert.Equal([stamp], result.Success.Keys);
        Assert.Equal(3, await first.Program.WaitAsync(Token));
        await using var second = await site.StartPilotAsync(1);
        await site.WaitForDoneAsync(1, Patience);
        var pilots = await records.OfJobAsync(job, Token);
        Assert.Equal((2, "Infrastructure: The pilot had to end while the payload ran"), (pilots.Count, pilots[0].Job.Outcome));
        Assert.Equal("Done", pilots[0].Status);
        Assert.Contains("the node is needed", pilots[0].StatusReason, StringComparison.Ordinal);
        var log = await records.LogAsync(stamp, cancellationToken: Token);
        Assert.True(log.Final);
        Assert.Contains(log.Lines, line => line.Text.Contains("ordered this pilot to stop", StringComparison.Ordinal));
        var output = await records.OutputAsync(stamp, Token);
        Assert.False(output.FromLog);
        Assert.DoesNotContain(first.Secret, output.StdError, StringComparison.Ordinal);
        Assert.Contains("starts with", output.StdError, StringComparison.Ordinal);
    }
}
