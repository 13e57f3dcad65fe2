using Dirac.Persistence;
using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;
using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.Administration;

/// <summary>What operators do with dead tasks, in all databases. Safe for concurrent use; who may do it is the caller's business.</summary>
public sealed partial class DeadTasks
{
    // Short transactions: the queue goes on meanwhile.
    private const int AtOnce = 500;
    private const int MostListed = 1_000;

    private readonly IDatabases _databases;
    private readonly TaskRegistry _registry;
    private readonly TaskEnds _ends;
    private readonly IDoorbell _doorbell;
    private readonly ILogger _logger;

    internal DeadTasks(IDatabases databases, TaskRegistry registry, TaskEnds ends, IDoorbell doorbell, ILogger<DeadTasks> logger)
    {
        _databases = databases;
        _registry = registry;
        _ends = ends;
        _doorbell = doorbell;
        _logger = logger;
    }

    /// <summary>The dead tasks that fit, those that died last first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="most">At most so many: 1 to 1000.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    /// <returns>The tasks.</returns>
    public async Task<IReadOnlyList<DeadTask>> ListAsync(DeadTaskFilter filter, int most, CancellationToken cancellationToken)
    {
        var limit = Math.Clamp(most, 1, MostListed);
        var found = new List<DeadTask>();
        foreach (var database in Databases(filter))
        {
            var rows = await _databases.Get(database).ReadAsync((session, token) => DeadTaskSql.SelectLatestAsync(session, filter, limit, token), cancellationToken);
            found.AddRange(rows.Select(row => row.ToDeadTask(database)));
        }
        return [.. found.OrderByDescending(task => task.Died).Take(limit)];
    }

    /// <summary>The dead tasks of one kind in order of number, for whoever goes through all of them.</summary>
    /// <param name="name">A kind that this program declares.</param>
    /// <param name="after">Only numbers above this; 0 for the first page.</param>
    /// <param name="most">At most so many: 1 to 1000.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>The tasks.</returns>
    /// <exception cref="ArgumentException">No such kind is declared.</exception>
    public async Task<IReadOnlyList<DeadTask>> PageAsync(string name, long after, int most, CancellationToken cancellationToken)
    {
        var definition = _registry.Definition(name) ?? throw new ArgumentException($"No task is called {name}.", nameof(name));
        var rows = await _databases.Get(definition.Database).ReadAsync(
            (session, token) => DeadTaskSql.SelectAsync(session, name, after, Math.Clamp(most, 1, MostListed), token), cancellationToken);
        return [.. rows.Select(row => row.ToDeadTask(definition.Database))];
    }

    /// <summary>How many dead tasks fit.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    /// <returns>Their number.</returns>
    public async Task<long> CountAsync(DeadTaskFilter filter, CancellationToken cancellationToken)
    {
        var count = 0L;
        foreach (var database in Databases(filter))
            count += await _databases.Get(database).ReadAsync((session, token) => DeadTaskSql.CountAsync(session, filter, token), cancellationToken);
        return count;
    }

    /// <summary>Puts those that fit back into the queue, due now and with all their attempts before them; they keep the errors of the old ones.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="by">Who wants it.</param>
    /// <param name="cancellationToken">Stops between transactions.</param>
    /// <returns>How many.</returns>
    public async Task<long> RetryAsync(DeadTaskFilter filter, string by, CancellationToken cancellationToken)
    {
        var retried = await ChangeAsync(filter, ReviveAsync, cancellationToken);
        LogRetried(retried, by, filter);
        return retried;
    }

    /// <summary>Removes those that fit for good.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="by">Who wants it.</param>
    /// <param name="cancellationToken">Stops between transactions.</param>
    /// <returns>How many.</returns>
    public async Task<long> DropAsync(DeadTaskFilter filter, string by, CancellationToken cancellationToken)
    {
        var dropped = await ChangeAsync(filter, _ends.DropAsync, cancellationToken);
        LogDropped(dropped, by, filter);
        return dropped;
    }

    // A name that nobody declares may stand in any of them.
    private IEnumerable<string> Databases(DeadTaskFilter filter) =>
        filter.Name is { } name && _registry.Definition(name) is { } definition ? [definition.Database] : _registry.Databases;

    private Task<int> ReviveAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        foreach (var size in Enum.GetValues<TaskSize>())
            session.AfterCommit(() => _doorbell.Ring(session.Database, size));
        return DeadTaskSql.ReviveAsync(session, ids, cancellationToken);
    }

    private async Task<long> ChangeAsync(
        DeadTaskFilter filter, Func<IDbSession, IReadOnlyList<long>, CancellationToken, Task<int>> change, CancellationToken cancellationToken)
    {
        var changed = 0L;
        foreach (var database in Databases(filter))
            changed += await ChangeAsync(_databases.Get(database), filter, change, cancellationToken);
        return changed;
    }

    // By number upwards: what dies again meanwhile is not met a second time.
    private static async Task<long> ChangeAsync(
        IDatabase database, DeadTaskFilter filter, Func<IDbSession, IReadOnlyList<long>, CancellationToken, Task<int>> change, CancellationToken cancellationToken)
    {
        var (changed, after) = (0L, 0L);
        while (true)
        {
            var (ids, done) = await database.WriteAsync(
                async (session, token) =>
                {
                    var found = await DeadTaskSql.SelectIdsAsync(session, filter, after, AtOnce, token);
                    return (found, found.Count == 0 ? 0 : await change(session, found, token));
                },
                cancellationToken);
            changed += done;
            if (ids.Count < AtOnce)
                return changed;
            after = ids[^1];
        }
    }

    [LoggerMessage(4311, LogLevel.Information, "{Count} dead task(s) are tried again, says {User}: {Filter}")]
    private partial void LogRetried(long count, string user, DeadTaskFilter filter);

    [LoggerMessage(4312, LogLevel.Warning, "{Count} dead task(s) were dropped, says {User}: {Filter}")]
    private partial void LogDropped(long count, string user, DeadTaskFilter filter);
}
