using Dirac.Installation;
using Dirac.Testing;

namespace Dirac.EndToEnd.Tests;

/// <summary>A server that is killed again and again loses nothing and runs nothing twice.</summary>
public sealed class ServerKillTests
{
    private const int MarkLength = 9;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Kills_AtRandomMoments_EveryJobIsDoneExactlyOnce()
    {
        var (count, kills) = (Site.Size("DIRAC_SOAK_JOBS", 2_000), Site.Size("DIRAC_SOAK_KILLS", 20));
        var random = new Random(TestSeed.Next());
        await using var site = await Site.StartAsync("UnqueuedSeconds = 1", "RequeueIntervalSeconds = 1", "RescueIntervalSeconds = 1");
        var marks = site.File("marks");
        var script = site.Script("payload", $"echo \"$1\" >> {marks}\n");
        var secret = await site.Server.CreatePilotSecretAsync(InstalledPilot.Site, 1, TestContext.Current.CancellationToken);
        await using var pilot = InstalledPilot.Start(Programs.SwiftPilot, site.Server, secret, site.File("pilot"), processors: 4);

        var ids = await site.SubmitAsync(Enumerable.Range(0, count).Select(number => $"[ Executable = \"{script}\"; Arguments = \"{number:00000000}\"; ]"));
        var moments = Enumerable.Range(0, kills - 1).Select(_ => random.Next(count)).Append(0).Order();
        foreach (var moment in moments) await KillAsync(site, marks, moment, TimeSpan.FromMilliseconds(random.Next(200)));
        await site.WaitForDoneAsync(count, Patience);

        Assert.False(pilot.Program.HasExited);
        Assert.Equal(Enumerable.Range(0, count).Select(number => $"{number:00000000}"), (await File.ReadAllLinesAsync(marks, TestContext.Current.CancellationToken)).Order());
        await AssertDoneOnceAsync(site, ids);
    }

    // A moment is when so many marks are there, and a little later.
    private static async Task KillAsync(Site site, string marks, int moment, TimeSpan later)
    {
        await Site.UntilAsync(() => Task.FromResult(Marks(marks) >= moment), Patience, () => $"{Marks(marks)} payloads have run, {moment} should have by now.");
        await Task.Delay(later, TimeProvider.System, TestContext.Current.CancellationToken);
        await site.Server.KillAsync();
        await site.Server.StartAsync(TestContext.Current.CancellationToken);
    }

    private static long Marks(string path) => File.Exists(path) ? new FileInfo(path).Length / MarkLength : 0;

    private static async Task AssertDoneOnceAsync(Site site, IReadOnlyList<long> ids)
    {
        var wrong = new List<string>();
        foreach (var id in ids)
        {
            var log = await site.Jobs.LogAsync(id, TestContext.Current.CancellationToken);
            var done = log.Count(line => line.Status == "Done");
            if (done != 1 || log[^1].Status != "Done") wrong.Add($"job {id}: {done} times Done, at last {log[^1].Status}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
