using System.Diagnostics.Metrics;
using Dirac.Tasks.Metrics;
using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.Tuning;

/// <summary>Looks at the pools of this process every second and makes them as large as they should be.</summary>
internal sealed partial class PoolTuner
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<TunedPool> _pools;
    private readonly WatchedDatabases _databases;
    private readonly TimeProvider _time;
    private readonly ILogger<PoolTuner> _logger;

    public PoolTuner(IReadOnlyList<TunedPool> pools, WatchedDatabases databases, TimeProvider time, ILogger<PoolTuner> logger)
    {
        _pools = pools;
        _databases = databases;
        _time = time;
        _logger = logger;
        TaskMeter.Meter.CreateObservableGauge("dirac.tasks.pool.size", () => Tell(pool => pool.Slots.Size), "{call}", "Handler calls that may run at once.");
        TaskMeter.Meter.CreateObservableGauge("dirac.tasks.pool.busy", () => Tell(pool => pool.Slots.Used), "{call}", "Handler calls that run.");
    }

    /// <summary>Tunes until it is told to stop. Ends at once when no pool may move.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        if (_pools.All(pool => pool.Bounds.IsFixed)) return;
        var begun = _time.GetTimestamp();
        while (true)
        {
            await Task.Delay(Interval, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested) return;
            var now = _time.GetTimestamp();
            await TuneAsync(_time.GetElapsedTime(begun, now), stopping);
            begun = now;
        }
    }

    private async Task TuneAsync(TimeSpan passed, CancellationToken stopping)
    {
        try
        {
            var databaseTimes = _databases.All.ToDictionary(database => database, database => database.Sample());
            foreach (var pool in _pools.Where(pool => !pool.Bounds.IsFixed))
            {
                var before = pool.Slots.Size;
                var (move, facts) = await pool.TuneAsync(passed, databaseTimes, _databases.Budget.Room(_pools.Sum(each => each.Calls)), stopping);
                Log(pool, before, move, facts);
            }
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested || exception is not OperationCanceledException)
        {
            LogNotTuned(exception);
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private void Log(TunedPool pool, int before, PoolMove move, PoolFacts facts)
    {
        switch (move)
        {
            case PoolMove.Grow:
                LogGrown(pool.Size, before, pool.Slots.Size, facts.Age);
                break;
            case PoolMove.Shrink:
                LogShrunk(pool.Size, before, pool.Slots.Size);
                break;
            case PoolMove.TakeBack:
                LogTakenBack(pool.Size, before, pool.Slots.Size, facts.CallTime);
                break;
            case PoolMove.GiveWay:
                LogGivenWay(pool.Size, before, pool.Slots.Size, facts.DatabaseTime);
                break;
        }
    }

    private IEnumerable<Measurement<int>> Tell(Func<TunedPool, int> number) =>
        _pools.Select(pool => new Measurement<int>(number(pool), new KeyValuePair<string, object?>("size", pool.Size.ToString())));

    [LoggerMessage(4151, LogLevel.Information, "The pool of {Size} tasks grows from {Before} to {Now} handler calls: the oldest task has been waiting for {Age}.")]
    private partial void LogGrown(TaskSize size, int before, int now, TimeSpan age);

    [LoggerMessage(4152, LogLevel.Information, "The pool of {Size} tasks shrinks from {Before} to {Now} handler calls: less than half of it was in use.")]
    private partial void LogShrunk(TaskSize size, int before, int now);

    [LoggerMessage(4153, LogLevel.Warning, "The pool of {Size} tasks goes back from {Before} to {Now} handler calls: more only made calls slower, to {CallTime}.")]
    private partial void LogTakenBack(TaskSize size, int before, int now, TimeSpan? callTime);

    [LoggerMessage(4154, LogLevel.Warning, "The pool of {Size} tasks gives way from {Before} to {Now} handler calls: a transaction takes {Time}.")]
    private partial void LogGivenWay(TaskSize size, int before, int now, TimeSpan time);

    [LoggerMessage(4155, LogLevel.Error, "The pools could not be tuned; it is tried again.")]
    private partial void LogNotTuned(Exception exception);
}
