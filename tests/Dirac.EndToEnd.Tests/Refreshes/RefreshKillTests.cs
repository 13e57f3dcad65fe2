using System.Collections.Concurrent;
using Dirac.Testing;

namespace Dirac.EndToEnd.Tests.Refreshes;

/// <summary>A server that is killed while people's programs renew their logins: each renewal is made or not made, and nobody is left with half of one.</summary>
public sealed class RefreshKillTests
{
    private const int People = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public Task Kills_OnSqlite_LeaveOneGoodTokenOrTheWordThatThereIsNone() => RunAsync(null);

    [Fact]
    public Task Kills_OnMySql_LeaveOneGoodTokenOrTheWordThatThereIsNone() => RunAsync(ServerDatabases.Choose());

    private static async Task RunAsync(ServerDatabases? databases)
    {
        var (random, kills) = (new Random(TestSeed.Next()), Site.Size("DIRAC_SOAK_KILLS", 3));
        await using var world = await RefreshWorld.StartAsync(People, databases);
        using var stop = new CancellationTokenSource();
        var owners = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var refreshers = Enumerable.Range(0, People).Select(number => new Refresher(world, RefreshWorld.NameOf(number), owners, new Random(random.Next()))).ToList();
        var runs = refreshers.Select(refresher => refresher.RunAsync(stop.Token)).ToList();

        for (var kill = 0; kill < kills && !runs.Exists(run => run.IsFaulted); kill++)
        {
            var moment = refreshers.Sum(refresher => refresher.Renewals) + random.Next(1, 60);
            await Site.UntilAsync(() => Task.FromResult(refreshers.Sum(refresher => refresher.Renewals) >= moment || runs.Exists(run => run.IsFaulted)), Patience, () => $"There are not {moment} renewals.");
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(30)), TimeProvider.System, TestContext.Current.CancellationToken);
            await world.KillAsync();
        }

        await stop.CancelAsync();
        await Task.WhenAll(runs);
        foreach (var refresher in refreshers) await refresher.CheckAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{refreshers.Sum(one => one.Renewals)} renewals, {refreshers.Sum(one => one.Losses)} answers lost, {refreshers.Sum(one => one.Repetitions)} of them after the renewal.");
        Assert.True(refreshers.Sum(one => one.Losses) > 0, "No kill hit a renewal, so nothing was tested.");
    }
}
