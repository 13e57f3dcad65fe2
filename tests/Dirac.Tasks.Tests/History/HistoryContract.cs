using System.Globalization;
using Dirac.Persistence;
using Dirac.Tasks.Tests.Simulation;
using Dirac.Testing;

namespace Dirac.Tasks.Tests.History;

/// <summary>Whole runs with crashes, stalls, broken connections and clocks that jump keep every promise. See <see cref="HistoryChecker"/>.</summary>
/// <remarks>
/// Each run has a seed; they count up from the first, which <c>DIRAC_TEST_SEED</c> gives. <c>DIRAC_HISTORY_RUNS</c> says how many there are; without it, as many as
/// fit into some seconds. A run that breaks a promise is cut down to the shortest beginning that does.
/// </remarks>
public abstract class HistoryContract(Engine engine)
{
    private const int Steps = 160;
    private const int MostRuns = 1_000_000;

    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(8);
    private static readonly int? Runs = int.TryParse(Environment.GetEnvironmentVariable("DIRAC_HISTORY_RUNS"), CultureInfo.InvariantCulture, out var number) ? number : null;

    [Fact]
    public async Task Runs_WithCrashesStallsAndBrokenConnections_KeepEveryPromise()
    {
        var first = TestSeed.Next();
        await using var world = await SimulatedWorld.CreateAsync(engine);
        var begun = TimeProvider.System.GetTimestamp();
        var (runs, events) = (0, new List<int>());
        while (runs < (Runs ?? MostRuns) && (Runs is not null || TimeProvider.System.GetElapsedTime(begun) < Usual))
        {
            var seed = unchecked(first + runs++);
            var history = await HistoryRun.DoAsync(world, seed, Steps);
            if (HistoryChecker.Check(history, SimulatedWorld.MaxAttempts).Count > 0)
                Assert.Fail(await ShortestAsync(world, seed));
            events.Add(history.Count);
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"{runs} runs, seeds {first} to {first + runs - 1}, {events.Average():F0} events each.");
        Assert.True(events.Average() > Steps / 2, "The runs do too little to mean anything.");
    }

    // Runs of one seed begin alike, so the shortest that fails can be searched for by halving, give or take.
    private static async Task<string> ShortestAsync(SimulatedWorld world, int seed)
    {
        var (passes, fails) = (0, Steps);
        while (fails - passes > 1)
        {
            var steps = (passes + fails) / 2;
            var history = await HistoryRun.DoAsync(world, seed, steps);
            (passes, fails) = HistoryChecker.Check(history, SimulatedWorld.MaxAttempts).Count > 0 ? (passes, steps) : (steps, fails);
        }
        var shortest = await HistoryRun.DoAsync(world, seed, fails);
        return $"{TestSeed.Variable}={seed} DIRAC_HISTORY_RUNS=1 repeats it. {fails} steps suffice:\n"
            + $"{string.Join('\n', HistoryChecker.Check(shortest, SimulatedWorld.MaxAttempts))}\nafter\n{string.Join('\n', shortest)}";
    }
}

public sealed class SqliteHistoryTests() : HistoryContract(Engine.Sqlite);

public sealed class MySqlHistoryTests() : HistoryContract(Engine.MySql);
