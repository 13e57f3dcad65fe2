using Dirac.Persistence;
using Dirac.Tasks.Groups;
using Dirac.Tasks.History;
using Dirac.Tasks.Locking;

namespace Dirac.Tasks.Storage;

/// <summary>
/// The one place through which every end of a task goes: done, done in its handler's own transaction, given up. What follows from an end follows here,
/// in the transaction that ends the task. Whoever calls owns the transaction. Safe for concurrent use.
/// </summary>
/// <remarks>Only who holds a task under its latest epoch can end it; for others nothing happens.</remarks>
internal sealed class TaskEnds(TaskGroups groups, HoldBook holds, HistoryWriter history)
{
    /// <summary>Removes tasks that are done.</summary>
    /// <returns>How many of them were still held under <paramref name="epoch"/>.</returns>
    public async Task<int> DoneAsync(IDbSession session, IReadOnlyList<TaskRow> tasks, long epoch, CancellationToken cancellationToken)
    {
        if (tasks.Count == 0)
            return 0;
        var held = await TaskSql.SelectHeldAsync(session, [.. tasks.Select(task => task.TaskID)], epoch, cancellationToken);
        if (held.Count == 0)
            return 0;

        await TaskSql.DeleteAsync(session, [.. held.Select(task => task.TaskID)], epoch, cancellationToken);
        await holds.FreeAsync(session, tasks, epoch, cancellationToken);
        await groups.EndMembersAsync(session, held, failed: false, cancellationToken);
        await TaskGroups.ForgetAsync(session, held, cancellationToken);
        await history.NoteAsync(session, tasks, held, cancellationToken);
        return held.Count;
    }

    /// <summary>Moves a task to the dead.</summary>
    /// <returns>1, or 0 when it was no longer held under <paramref name="epoch"/>.</returns>
    public async Task<int> BuryAsync(
        IDbSession session, TaskRow task, long epoch, DeathReason reason, string? errors, CancellationToken cancellationToken)
    {
        var held = await TaskSql.SelectHeldAsync(session, [task.TaskID], epoch, cancellationToken);
        if (held.Count == 0)
            return 0;

        await TaskSql.BuryAsync(session, task.TaskID, epoch, reason, errors, cancellationToken);
        await holds.FreeAsync(session, [task], epoch, cancellationToken);
        // One that nobody knows comes back by itself: its group waits for it.
        if (reason != DeathReason.Unknown)
            await groups.EndMembersAsync(session, held, failed: true, cancellationToken);
        return held.Count;
    }

    /// <summary>Removes dead tasks for good.</summary>
    /// <returns>How many were there.</returns>
    public async Task<int> DropAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var grouped = await DeadTaskSql.SelectGroupedAsync(session, ids, cancellationToken);
        var dropped = await DeadTaskSql.DeleteAsync(session, ids, cancellationToken);
        await groups.EndMembersAsync(session, grouped, failed: true, cancellationToken);
        await TaskGroups.ForgetAsync(session, grouped, cancellationToken);
        return dropped;
    }

    /// <summary>Puts a task back into the queue: it does not end, yet what it held is free.</summary>
    /// <returns>1, or 0 when it was no longer held under <paramref name="epoch"/>.</returns>
    public async Task<int> GiveBackAsync(IDbSession session, Settlement.Release release, long epoch, CancellationToken cancellationToken)
    {
        var held = await TaskSql.ReleaseAsync(session, release.ToRow(epoch), cancellationToken);
        await holds.FreeAsync(session, [release.Task], epoch, cancellationToken);
        return held;
    }
}
