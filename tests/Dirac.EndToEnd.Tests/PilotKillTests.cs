using Dirac.Testing;

namespace Dirac.EndToEnd.Tests;

/// <summary>Pilots that are killed again and again lose no job, and no job ever runs twice at the same time.</summary>
public sealed class PilotKillTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Kills_AtRandomMoments_NoJobIsLostAndNoTwoAttemptsOverlap()
    {
        var (count, kills) = (Site.Size("DIRAC_SOAK_JOBS", 60), Site.Size("DIRAC_SOAK_KILLS", 8));
        var random = new Random(TestSeed.Next());
        await using var site = await Site.StartAsync(
            "LeaseSeconds = 3", "LeaseGraceSeconds = 1", "RescueIntervalSeconds = 1", "RescueStartDelaySeconds = 0",
            "UnqueuedSeconds = 1", "RequeueIntervalSeconds = 1", "MaxInfrastructureFailures = 1000");
        var (starts, overlaps) = (site.File("starts"), site.File("overlaps"));
        // The kernel gives a lock back when the last process of the payload that held it is gone.
        var script = site.Script("payload", $"exec 9> {site.File("lock")}.$1\nflock -n 9 || echo $1 >> {overlaps}\necho $1 >> {starts}\nsleep $2\n");

        await site.SubmitAsync(Enumerable.Range(0, count).Select(number => $"[ Executable = \"{script}\"; Arguments = \"{number} {Seconds(number)}\"; ]"));
        for (var kill = 0; kill < kills; kill++)
        {
            // Every second one dies with a payload running, however slow the machine; the others wherever they are by then.
            await RunPilotAsync(site, kill % 2 == 0 ? starts : null, TimeSpan.FromMilliseconds(random.Next(1_500)));
        }
        await using var last = await site.StartPilotAsync(4, "--kill-grace", "1");
        await site.WaitForDoneAsync(count, Patience);

        Assert.False(File.Exists(overlaps), $"Jobs ran twice at the same time; {overlaps} names them.");
        var attempts = await File.ReadAllLinesAsync(starts, TestContext.Current.CancellationToken);
        Assert.Equal(count, attempts.Distinct().Count());
        Assert.True(attempts.Length > count, "No kill hit a running payload, so nothing was tested.");
    }

    // Some outlast lease and grace by far: they would be caught running beside the next attempt if they survived their pilot.
    private static string Seconds(int number) => number % 10 == 0 ? "7" : "0.5";

    private static async Task RunPilotAsync(Site site, string? untilGrown, TimeSpan lifetime)
    {
        var before = Length(untilGrown);
        await using var pilot = await site.StartPilotAsync(4, "--kill-grace", "1");
        await Site.UntilAsync(() => Task.FromResult(untilGrown is null || Length(untilGrown) > before), Patience, () => "The pilot started no payload.");
        await Task.Delay(lifetime, TimeProvider.System, TestContext.Current.CancellationToken);
        await pilot.Program.KillAsync();
    }

    private static long Length(string? file) => File.Exists(file) ? new FileInfo(file).Length : 0;
}
