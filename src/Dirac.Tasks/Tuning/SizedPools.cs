using Dirac.Persistence;
using Dirac.Tasks.Running;
using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.Tuning;

/// <summary>The handler calls of all size classes of a process, with the databases that their tasks stand in.</summary>
internal sealed class SizedPools
{
    private readonly Dictionary<TaskSize, (HandlerSlots Slots, List<WatchedDatabase> Databases)> _bySize;
    private readonly ConnectionBudget _budget;
    private readonly TaskOptions _options;
    private readonly TimeProvider _time;

    public SizedPools(IReadOnlyCollection<IDatabase> databases, TaskOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _budget = ConnectionBudget.Of(databases, options.Connections);
        var share = _budget.Calls is null ? null : new SemaphoreSlim(_budget.Own);
        Databases = [.. databases.Select(database => new WatchedDatabase(database, share, time))];
        _bySize = Enum.GetValues<TaskSize>().ToDictionary(size => size, size => (new HandlerSlots(Bounds(size).Fewest, time), new List<WatchedDatabase>()));
    }

    /// <summary>The databases, as claims and records should use them.</summary>
    public IReadOnlyList<WatchedDatabase> Databases { get; }

    /// <summary>The slots of a size class, for a pool that runs tasks of <paramref name="database"/>.</summary>
    public HandlerSlots SlotsFor(TaskSize size, WatchedDatabase database)
    {
        _bySize[size].Databases.Add(database);
        return _bySize[size].Slots;
    }

    /// <summary>What makes the pools as large as they should be: those for which slots were asked.</summary>
    public PoolTuner Tuner(ILogger<PoolTuner> logger)
    {
        var pools = _bySize.Where(pool => pool.Value.Databases.Count > 0).Select(pool =>
            new TunedPool(pool.Key, Bounds(pool.Key), pool.Value.Slots, pool.Value.Databases));
        return new PoolTuner([.. pools], Databases, _budget, _time, logger);
    }

    private PoolBounds Bounds(TaskSize size)
    {
        var all = Enum.GetValues<TaskSize>().Sum(each => _options.Pool(each).Fewest);
        var (fewest, most) = (_options.Pool(size).Fewest, _options.Pool(size).Most);
        return new PoolBounds(_budget.Share(fewest, all), fewest == most ? _budget.Share(most, all) : most, _options.TargetAge, _options.SlowDatabase);
    }
}
