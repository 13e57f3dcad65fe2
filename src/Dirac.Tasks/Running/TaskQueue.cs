using System.Diagnostics;
using Dirac.Persistence;
using Dirac.Tasks.Groups;
using Dirac.Tasks.Storage;

namespace Dirac.Tasks.Running;

internal sealed class TaskQueue(TaskRegistry registry, GroupMaker groups, IDoorbell doorbell) : ITaskQueue
{
    private const int LongestKey = 128;

    public async Task EnqueueAsync<TMessage>(IDbSession session, IEnumerable<NewTask<TMessage>> tasks, CancellationToken cancellationToken)
    {
        var route = registry.Find<TMessage>();
        var definition = route.Definition;
        if (session.Database != definition.Database)
            throw new InvalidOperationException($"{definition.Name} is kept in {definition.Database}; it cannot be enqueued in {session.Database}.");

        var trace = Activity.Current?.Id;
        var rows = tasks.Select(task => ToRow(route, task, trace)).ToLookup(row => row.PendingKey is null && row.DueMs is null);
        if (rows[true].Any())
            await TaskSql.InsertAsync(session, rows[true], cancellationToken);
        foreach (var row in rows[false])
            await TaskSql.InsertUnlessWaitingAsync(session, row, cancellationToken);
        if (rows.Count > 0)
            session.AfterCommit(() => doorbell.Ring(definition.Database, definition.Size));
    }

    public Task EnqueueGroupAsync(IDbSession session, IEnumerable<NewTask> members, NewTask whenAllEnded, CancellationToken cancellationToken) =>
        groups.MakeAsync(session, members, whenAllEnded, within: null, cancellationToken);

    public Task EnqueueGroupAsync(
        IDbSession session, IEnumerable<NewTask> members, NewTask whenAllEnded, ClaimedTask within, CancellationToken cancellationToken) =>
        groups.MakeAsync(session, members, whenAllEnded, within, cancellationToken);

    internal static TaskInsert ToRow<TMessage>(TaskRoute<TMessage> route, NewTask<TMessage> task, string? trace)
    {
        var key = task.DedupKey ?? route.DedupKey(task.Message);
        if (key is { Length: 0 or > LongestKey })
            throw new ArgumentException($"A deduplication key has 1 to {LongestKey} characters; this one has {key.Length}.", nameof(task));

        return new TaskInsert(
            route.Definition.Name,
            task.Priority ?? route.Definition.Priority,
            route.Definition.Size,
            route.Write(task.Message),
            trace,
            key,
            task.NotBefore?.ToUnixTimeMilliseconds());
    }
}
