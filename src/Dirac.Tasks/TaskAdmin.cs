using Dirac.Persistence;
using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;

namespace Dirac.Tasks;

/// <summary>The dead tasks of one database, for systems that look after their own. Safe for concurrent use; who may call it is the caller's business.</summary>
public sealed class TaskAdmin
{
    private const int MostListed = 1_000;

    private readonly IDatabases _databases;
    private readonly TaskRegistry _registry;

    internal TaskAdmin(IDatabases databases, TaskRegistry registry)
    {
        _databases = databases;
        _registry = registry;
    }

    /// <summary>The databases that hold tasks.</summary>
    public IReadOnlyList<string> Databases => [.. _registry.Databases.Order(StringComparer.Ordinal)];

    /// <summary>Dead tasks, in order of number.</summary>
    /// <param name="database">One of <see cref="Databases"/>.</param>
    /// <param name="name">Of this kind only; null: of all.</param>
    /// <param name="after">Only numbers above this; 0 for the first page.</param>
    /// <param name="most">At most so many: 1 to 1000.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>The tasks.</returns>
    public async Task<IReadOnlyList<DeadTask>> ListDeadAsync(
        string database, string? name, long after, int most, CancellationToken cancellationToken)
    {
        var rows = await _databases.Get(database).ReadAsync(
            (session, token) => DeadTaskSql.SelectAsync(session, name, after, Math.Clamp(most, 1, MostListed), token), cancellationToken);
        return [.. rows.Select(row => row.ToDeadTask(database))];
    }

    /// <summary>Puts dead tasks back into the queue with all their attempts before them.</summary>
    /// <param name="database">One of <see cref="Databases"/>.</param>
    /// <param name="ids">Their numbers; at most 1000.</param>
    /// <param name="cancellationToken">Stops the change.</param>
    /// <returns>How many were there.</returns>
    public Task<int> RetryDeadAsync(string database, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        ChangeAsync(database, ids, DeadTaskSql.ReviveAsync, cancellationToken);

    /// <summary>Removes dead tasks for good.</summary>
    /// <param name="database">One of <see cref="Databases"/>.</param>
    /// <param name="ids">Their numbers; at most 1000.</param>
    /// <param name="cancellationToken">Stops the change.</param>
    /// <returns>How many were there.</returns>
    public Task<int> DropDeadAsync(string database, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        ChangeAsync(database, ids, DeadTaskSql.DropAsync, cancellationToken);

    private Task<int> ChangeAsync(
        string database,
        IReadOnlyList<long> ids,
        Func<IDbSession, IReadOnlyList<long>, CancellationToken, Task<int>> change,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ids.Count, MostListed, nameof(ids));
        return ids.Count == 0
            ? Task.FromResult(0)
            : _databases.Get(database).WriteAsync((session, token) => change(session, ids, token), cancellationToken);
    }
}
