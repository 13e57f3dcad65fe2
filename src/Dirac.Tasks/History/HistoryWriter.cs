using Dirac.Persistence;
using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;

namespace Dirac.Tasks.History;

/// <summary>Notes done tasks of the kinds that keep them. Safe for concurrent use; whoever calls owns the transaction.</summary>
internal sealed class HistoryWriter(TaskRegistry registry)
{
    /// <summary>Notes those of <paramref name="tasks"/> that were <paramref name="held"/> and so are done.</summary>
    public async Task NoteAsync(IDbSession session, IReadOnlyList<TaskRow> tasks, IReadOnlyList<HeldRow> held, CancellationToken cancellationToken)
    {
        if (held.Count == 0 || !tasks.Any(IsKept))
            return;

        var done = held.Count == tasks.Count ? tasks : [.. tasks.IntersectBy(held.Select(row => row.TaskID), task => task.TaskID)];
        await HistorySql.InsertAsync(session, done.Where(IsKept).Select(Row), cancellationToken);
    }

    private bool IsKept(TaskRow task) => registry.Definition(task.Name)?.KeepDone > TimeSpan.Zero;

    private static IReadOnlyList<object?> Row(TaskRow task) => HistorySql.Row(
        task.Name, task.TaskID, task.Attempt + 1, task.CreatedMs, task.Run?.Duration ?? TimeSpan.Zero, ThisWorker.Name, AttemptRun.TraceOf(task));
}
