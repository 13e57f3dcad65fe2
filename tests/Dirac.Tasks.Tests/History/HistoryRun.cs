using Dirac.Tasks.Tests.Simulation;

namespace Dirac.Tasks.Tests.History;

/// <summary>One run: workers, schedulers, a producer and an operator take turns as chance wants, each turn one transaction long or less, while clocks jump,
/// connections break and processes forget. Equal seeds are equal runs.</summary>
internal sealed class HistoryRun
{
    private const int PercentOfFaults = 12;
    private const int RoundsToEnd = 50;

    private readonly SimulatedWorld _world;
    private readonly Random _random;
    private readonly HistoryLog _log;
    private readonly DatabaseFaults _faults;
    private readonly SimulatedOperator _operator;
    private readonly List<SimulatedWorker> _workers;
    private readonly List<SimulatedScheduler> _schedulers;
    private readonly List<SimulatedProcess> _all;

    private HistoryRun(SimulatedWorld world, int seed)
    {
        _world = world;
        _random = new Random(seed);
        _log = new HistoryLog(world);
        _faults = new DatabaseFaults(_random, PercentOfFaults);
        var setting = new RunSetting(world, _random, _log, _faults);
        _operator = new SimulatedOperator("operator", setting);
        _workers = [.. Enumerable.Range(1, _random.Next(2, 5)).Select(number => new SimulatedWorker($"worker {number}", setting))];
        _schedulers = [new SimulatedScheduler("scheduler 1", setting), new SimulatedScheduler("scheduler 2", setting)];
        _all = [.. _workers, .. _schedulers, _operator, new SimulatedProducer("producer", setting)];
    }

    /// <summary>Does a run of so many steps and gives it time to end.</summary>
    public static async Task<IReadOnlyList<HistoryEvent>> DoAsync(SimulatedWorld world, int seed, int steps)
    {
        await world.RestartAsync();
        var run = new HistoryRun(world, seed);
        for (var step = 0; step < steps; step++)
            await run.StepAsync();
        await run.EndAsync();
        return run._log.Events;
    }

    private Task StepAsync() => _random.Next(100) switch
    {
        < 55 => _workers[_random.Next(_workers.Count)].StepAsync(),
        < 68 => _all[^1].StepAsync(),
        < 75 => _schedulers[_random.Next(_schedulers.Count)].StepAsync(),
        < 79 => _operator.StepAsync(),
        < 97 => _world.AdvanceAsync(Pause()),
        < 99 => SetClockAsync(_all[_random.Next(_all.Count)]),
        _ => _world.SetDatabaseClockAsync(_random.Next(-600, 601) * 1_000L),
    };

    // Mostly a moment; now and then everybody stands still for longer than leases last.
    private TimeSpan Pause() => _random.Next(10) switch
    {
        < 6 => TimeSpan.FromMilliseconds(_random.Next(1, 2_000)),
        < 9 => TimeSpan.FromSeconds(_random.Next(5, 40)),
        _ => TimeSpan.FromMinutes(_random.Next(1, 10)),
    };

    private Task SetClockAsync(SimulatedProcess process)
    {
        process.Time.OffsetMs = _random.Next(-600, 601) * 1_000L;
        return Task.CompletedTask;
    }

    private async Task EndAsync()
    {
        _faults.AreOver = true;
        await _operator.EndWellAsync();
        for (var round = 0; round < RoundsToEnd && await _world.CountAsync("x_Tasks") > 0; round++)
        {
            await _world.AdvanceAsync(TimeSpan.FromMinutes(20));
            await _world.WaitKeeper.LookAsync(_world.Truth, TestContext.Current.CancellationToken);
            foreach (var worker in _workers)
                await worker.EndWellAsync();
        }
        await _log.LookAsync();
        await _log.EndAsync();
    }
}
