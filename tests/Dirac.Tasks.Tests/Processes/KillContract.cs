using System.Globalization;
using Dirac.Persistence;
using Dirac.TaskProcess;
using Dirac.Tasks.Tests.RabbitMq;
using Dirac.Tasks.Tests.Transports;
using Dirac.Testing;

namespace Dirac.Tasks.Tests.Processes;

/// <summary>Processes that are killed (SIGKILL) at any moment lose nothing, and what they do within a transaction happens once.</summary>
/// <remarks><c>DIRAC_KILLS</c> says how many are killed (3 by default), <c>DIRAC_TEST_SEED</c> repeats the choice of moments as far as processes can be repeated.</remarks>
public abstract class KillContract(Engine engine, TestBroker broker = TestBroker.None)
{
    private const int Usual = 3;
    private const int AtOnce = 300;
    private const int GroupSize = 20;
    private const int MostTicksBetweenKills = 15;

    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("DIRAC_KILLS"), CultureInfo.InvariantCulture, out var number) ? number : Usual;

    [Fact]
    public async Task Workers_KilledAmidTheirWork_LoseNothingAndHaveEffectsOnce()
    {
        var random = new Random(TestSeed.Next());
        await using var world = await CreateAsync();
        RunningTaskProcess[] workers = [await world.StartAsync(works: true), await world.StartAsync(works: true)];
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = await ProgressAsync();
            var numbers = Enumerable.Range(kill * AtOnce, AtOnce).ToList();
            foreach (var first in numbers.Where(number => number % GroupSize == 0))
                await world.EnqueueGroupAsync(first, GroupSize);
            await world.EnqueueAsync(numbers.Select(number => new Errand(number)));
            var enough = before + random.Next(1, AtOnce);
            await ProcessWorld.WaitAsync("effects and errands", ProgressAsync, done => done >= enough);

            var victim = random.Next(workers.Length);
            await workers[victim].KillAsync();
            workers[victim] = await world.StartAsync(works: true);
        }
        await ProcessWorld.WaitAsync("tasks left", () => world.CountAsync("x_Tasks"), left => left == 0);

        Assert.Equal(0, await world.CountAsync("x_DeadTasks"));
        var all = Enumerable.Range(0, Kills * AtOnce).Select(number => (long)number).ToList();
        Assert.Equal(all, await world.RowsAsync<long>("SELECT Number FROM {x_Effects} WHERE Kind = 'Effect' ORDER BY Number"));
        // Whatever follows a group found all of it, and came once.
        Assert.Equal(Enumerable.Repeat((long)GroupSize, all.Count / GroupSize), await world.RowsAsync<long>("SELECT Number FROM {x_Effects} WHERE Kind = 'Total'"));
        var errands = world.Journal.Lines().Select(line => long.Parse(line, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(all, errands.Distinct().Order());
        TestContext.Current.TestOutputHelper!.WriteLine($"{Kills} kills; {errands.Count - all.Count} of {all.Count} errands came twice.");
        foreach (var worker in workers)
            Assert.Equal(0, await worker.StopAsync(TestContext.Current.CancellationToken));

        async Task<long> ProgressAsync() => await world.CountAsync("x_Effects") + world.Journal.Lines().Count;
    }

    [Fact]
    public async Task Schedulers_SeveralAtOnceAndKilled_FireEveryTimeOnce()
    {
        var random = new Random(TestSeed.Next());
        await using var world = await CreateAsync();
        await world.StartAsync(works: true);
        RunningTaskProcess[] schedulers = [await world.StartAsync(schedules: true), await world.StartAsync(schedules: true)];
        for (var kill = 0; kill < Kills; kill++)
        {
            var enough = await world.CountAsync("x_Moves") + random.Next(1, MostTicksBetweenKills);
            await ProcessWorld.WaitAsync("schedules moved", () => world.CountAsync("x_Moves"), moved => moved >= enough);
            var victim = random.Next(schedulers.Length);
            await schedulers[victim].KillAsync();
            schedulers[victim] = await world.StartAsync(schedules: true);
        }
        foreach (var scheduler in schedulers)
            Assert.Equal(0, await scheduler.StopAsync(TestContext.Current.CancellationToken));
        await ProcessWorld.WaitAsync("tasks left", () => world.CountAsync("x_Tasks"), left => left == 0);

        await AssertFiredOnceAsync(world);
    }

    private Task<ProcessWorld> CreateAsync() => ProcessWorld.CreateAsync(engine, broker, broker switch
    {
        TestBroker.Redis => TestBrokers.NeedRedis(),
        TestBroker.RabbitMQ => RabbitMqBroker.NeedAddress(),
        _ => "",
    });

    // A move fires unless a task of the schedule waits still; every fired task had its effect once.
    private static async Task AssertFiredOnceAsync(ProcessWorld world)
    {
        var moves = await world.RowsAsync<Move>("SELECT Name, FromMs, ToMs, Waiting FROM {x_Moves} ORDER BY MoveID");
        Assert.Equal(ProcessTasks.Schedules, moves.Select(move => move.Name).Distinct().Count());
        foreach (var schedule in moves.GroupBy(move => move.Name))
        {
            Assert.Equal(schedule.Select(move => move.ToMs).SkipLast(1), schedule.Select(move => move.FromMs).Skip(1));
            Assert.All(schedule, move => Assert.True(move.ToMs > move.FromMs));
        }
        var fired = await world.RowsAsync<long>("SELECT TaskID FROM {x_Fired} ORDER BY TaskID");
        Assert.Equal(moves.Count(move => move.Waiting == 0), fired.Count);
        Assert.Equal(fired, await world.RowsAsync<long>("SELECT TaskID FROM {x_Effects} WHERE Kind = 'Tick' ORDER BY TaskID"));
        Assert.Equal(0, await world.CountAsync("x_DeadTasks"));
    }

    private sealed class Move
    {
        public required string Name { get; init; }

        public long FromMs { get; init; }

        public long ToMs { get; init; }

        public int Waiting { get; init; }
    }
}

public sealed class SqliteKillTests() : KillContract(Engine.Sqlite);

public sealed class MySqlKillTests() : KillContract(Engine.MySql);

public sealed class SqliteRedisKillTests() : KillContract(Engine.Sqlite, TestBroker.Redis);

public sealed class MySqlRedisKillTests() : KillContract(Engine.MySql, TestBroker.Redis);
