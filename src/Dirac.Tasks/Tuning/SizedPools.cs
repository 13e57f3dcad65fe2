using Dirac.Tasks.Running;
using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.Tuning;

/// <summary>The handler calls of all size classes of a process, with the databases that their tasks stand in.</summary>
internal sealed class SizedPools
{
    private readonly Dictionary<TaskSize, (HandlerSlots Slots, List<WatchedDatabase> Databases)> _bySize;
    private readonly WatchedDatabases _databases;
    private readonly TaskOptions _options;
    private readonly TimeProvider _time;

    public SizedPools(WatchedDatabases databases, TaskOptions options, TimeProvider time)
    {
        (_databases, _options, _time) = (databases, options, time);
        _bySize = Enum.GetValues<TaskSize>().ToDictionary(size => size, size => (new HandlerSlots(Bounds(size).Fewest, time), new List<WatchedDatabase>()));
    }

    /// <summary>The slots of a size class, for a pool that runs tasks of <paramref name="database"/>.</summary>
    public HandlerSlots SlotsFor(TaskSize size, string database)
    {
        _bySize[size].Databases.Add(_databases.Get(database));
        return _bySize[size].Slots;
    }

    /// <summary>What makes the pools as large as they should be: those for which slots were asked.</summary>
    public PoolTuner Tuner(ILogger<PoolTuner> logger)
    {
        var pools = _bySize.Where(pool => pool.Value.Databases.Count > 0).Select(pool =>
            new TunedPool(pool.Key, Bounds(pool.Key), pool.Value.Slots, pool.Value.Databases));
        return new PoolTuner([.. pools], _databases, _time, logger);
    }

    private PoolBounds Bounds(TaskSize size)
    {
        var all = Enum.GetValues<TaskSize>().Sum(each => _options.Pool(each).Fewest);
        var (fewest, most) = (_options.Pool(size).Fewest, _options.Pool(size).Most);
        var share = _databases.Budget.Share(fewest, all);
        return new PoolBounds(share, fewest == most ? share : most, _options.TargetAge, _options.SlowDatabase);
    }
}
