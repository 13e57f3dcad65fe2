using System.Diagnostics;
using System.Text.Json;
using Dirac.Persistence;
using Dirac.Tasks.Metrics;
using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;

namespace Dirac.Tasks.Intake;

/// <summary>Makes tasks of messages that come from elsewhere: from other programs' queues. Thread-safe.</summary>
public sealed class TaskIntake
{
    private readonly TaskRegistry _registry;
    private readonly TaskEnds _ends;
    private readonly IDoorbell _doorbell;
    private readonly TimeProvider _time;

    internal TaskIntake(TaskRegistry registry, TaskEnds ends, IDoorbell doorbell, TimeProvider time)
    {
        _ends = ends;
        _registry = registry;
        _doorbell = doorbell;
        _time = time;
    }

    /// <summary>The databases that hold tasks.</summary>
    public IReadOnlyList<string> Databases => [.. _registry.Databases.Order(StringComparer.Ordinal)];

    /// <summary>The definition of a kind of task; null when none is called that.</summary>
    /// <param name="task">The kind's name.</param>
    public TaskDefinition? Find(string task) => _registry.Definition(task);

    /// <summary>The definition of the kind of task that has this message.</summary>
    /// <typeparam name="TMessage">The message.</typeparam>
    /// <exception cref="InvalidOperationException">No task has this message.</exception>
    public TaskDefinition Find<TMessage>() => _registry.Find<TMessage>().Definition;

    /// <summary>Why a text is no message of this kind of task; null when it is one.</summary>
    /// <param name="task">A declared kind.</param>
    /// <param name="body">The text, which should be JSON.</param>
    public string? Problem(string task, string body)
    {
        try
        {
            _registry.Find(task).Read(new TaskRow { Name = task, Body = body }, epoch: 0);
            return null;
        }
        catch (JsonException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Adds a task, which stands when the session's transaction is committed.</summary>
    /// <param name="session">A writing session of the database of this kind of task.</param>
    /// <param name="task">A declared kind.</param>
    /// <param name="body">Its message as JSON, in which <see cref="Problem"/> finds nothing wrong.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    /// <returns>When the row is written.</returns>
    public async Task EnqueueAsync(IDbSession session, string task, string body, CancellationToken cancellationToken)
    {
        var route = _registry.Find(task);
        var definition = route.Definition;
        var row = Row(definition, body);
        if (route.DedupKeyOf(body) is { } key) await TaskSql.InsertUnlessWaitingAsync(session, row with { PendingKey = key }, cancellationToken);
        else await TaskSql.InsertAsync(session, [row], cancellationToken);
        session.AfterCommit(() => _doorbell.Ring(definition.Database, definition.Size));
    }

    /// <summary>Puts what cannot be read among the dead, where people see it.</summary>
    /// <param name="session">A writing session of the database of this kind of task.</param>
    /// <param name="task">The declared kind that it was meant for.</param>
    /// <param name="text">What came. It is kept as a JSON text, so that a retry finds it unreadable again.</param>
    /// <param name="error">Why it cannot be read.</param>
    /// <param name="cancellationToken">Stops the statements.</param>
    /// <returns>When the rows are written.</returns>
    public async Task BuryAsync(IDbSession session, string task, string text, string error, CancellationToken cancellationToken)
    {
        var definition = _registry.Find(task).Definition;
        await TaskSql.InsertAsync(session, [Row(definition, JsonSerializer.Serialize(text, TaskErrorContext.Default.String))], cancellationToken);
        var id = await session.ScalarAsync<long>($"SELECT {session.Dialect.LastInsertId}", null, cancellationToken);
        var errors = TaskError.Append(null, new TaskError(0, _time.GetUtcNow(), error));
        await _ends.BuryAsync(session, new TaskRow { TaskID = id, Name = task, Body = "" }, epoch: 0, DeathReason.Unreadable, errors, cancellationToken);
        session.AfterCommit(() => TaskMeter.Died(task));
    }

    private static TaskInsert Row(TaskDefinition definition, string body) => new(definition.Name, definition.Priority, definition.Size, body, Activity.Current?.Id);
}
