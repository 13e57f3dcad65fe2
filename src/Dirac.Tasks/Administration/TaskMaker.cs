using System.Diagnostics;
using System.Text.Json;
using Dirac.Persistence;
using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;
using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.Administration;

/// <summary>Makes tasks whose messages people have written. Safe for concurrent use; who may do it is the caller's business.</summary>
public sealed partial class TaskMaker
{
    private readonly IDatabases _databases;
    private readonly TaskRegistry _registry;
    private readonly IDoorbell _doorbell;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal TaskMaker(IDatabases databases, TaskRegistry registry, IDoorbell doorbell, TimeProvider time, ILogger<TaskMaker> logger)
    {
        _databases = databases;
        _registry = registry;
        _doorbell = doorbell;
        _time = time;
        _logger = logger;
    }

    /// <summary>Whether this program declares a kind.</summary>
    /// <param name="name">The kind.</param>
    public bool Knows(string name) => _registry.Definition(name) is not null;

    /// <summary>Makes one task.</summary>
    /// <param name="order">What is wanted.</param>
    /// <param name="by">Who wants it.</param>
    /// <param name="cancellationToken">Stops the change.</param>
    /// <returns>Its number; null when one with its key waits already.</returns>
    /// <exception cref="JsonException">It is no message of the kind.</exception>
    /// <exception cref="KeyNotFoundException">This program does not know the kind.</exception>
    /// <exception cref="ArgumentException">The key has not 1 to 128 characters.</exception>
    public async Task<long?> MakeAsync(TaskOrder order, string by, CancellationToken cancellationToken)
    {
        var route = _registry.Find(order.Name);
        var task = route.Make(order.Message) with
        {
            DedupKey = order.Key,
            Priority = order.Priority,
            NotBefore = order.Delay is { } delay ? _time.GetUtcNow() + delay : null,
        };
        var row = task.ToRow(_registry, Activity.Current?.Id);
        var id = await _databases.Get(route.Definition.Database).WriteAsync((session, token) => InsertAsync(session, row, token), cancellationToken);
        if (id is { } made)
            LogMade(order.Name, made, by);
        return id;
    }

    private async Task<long?> InsertAsync(IDbSession session, TaskInsert row, CancellationToken cancellationToken)
    {
        if (await TaskSql.InsertUnlessWaitingAsync(session, row, cancellationToken) == 0)
            return null;
        session.AfterCommit(() => _doorbell.Ring(session.Database, row.Size));
        return await session.ScalarAsync<long>($"SELECT {session.Dialect.LastInsertId}", null, cancellationToken);
    }

    [LoggerMessage(4331, LogLevel.Information, "{Task} {Id} was made by hand, says {User}.")]
    private partial void LogMade(string task, long id, string user);
}
