using Dirac.Persistence;
using Dirac.Tasks.Groups;
using Dirac.Tasks.Storage;

namespace Dirac.Tasks;

/// <summary>What a handler may do besides its work. Valid during the call it was given to.</summary>
public sealed class TaskContext
{
    private readonly TaskDefinition _definition;
    private readonly TaskEnds? _ends;

    // Without ends nothing is held: a person runs the handler, and there is nothing to complete.
    internal TaskContext(TaskDefinition definition, TaskEnds? ends, CancellationToken stopping)
    {
        _definition = definition;
        _ends = ends;
        Stopping = stopping;
    }

    /// <summary>
    /// The process wants to stop and starts no more tasks: a long handler should come to an end, with
    /// <see cref="TaskOutcome.RetryAfter"/> for what it leaves. Short ones need not look at it.
    /// </summary>
    public CancellationToken Stopping { get; }

    /// <summary>How the group ended that a task of this call follows: how many members it had, and how many were given up.</summary>
    /// <param name="session">A session of the task's database.</param>
    /// <param name="task">A task of this call's batch that is not completed yet.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>The numbers; null when the task follows no group, or is no longer there.</returns>
    public Task<TaskGroupEnd?> GroupEndAsync(IDbSession session, ClaimedTask task, CancellationToken cancellationToken)
    {
        RefuseOther(session);
        return GroupSql.SelectEndAsync(session, task.Id, cancellationToken);
    }

    /// <summary>Completes tasks in the handler's own transaction, so that its change and the task's end are one.</summary>
    /// <remarks>Return <see cref="TaskOutcome.AlreadyDone"/> for them once the transaction is committed.</remarks>
    /// <param name="session">A writing session of the task's database.</param>
    /// <param name="tasks">Tasks of this call's batch.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    /// <returns>When the rows are removed.</returns>
    /// <exception cref="LeaseLostException">One of them is no longer held; let it roll the transaction back.</exception>
    /// <exception cref="InvalidOperationException">The session is of another database.</exception>
    public async Task CompleteAsync(IDbSession session, IEnumerable<ClaimedTask> tasks, CancellationToken cancellationToken)
    {
        RefuseOther(session);
        if (_ends is null)
            return;
        foreach (var claim in tasks.GroupBy(task => task.Epoch))
        {
            TaskRow[] rows = [.. claim.Select(task => task.Row)];
            var held = await _ends.DoneAsync(session, rows, claim.Key, cancellationToken);
            if (held != rows.Length)
                throw new LeaseLostException(rows.Length - held);
        }
    }

    private void RefuseOther(IDbSession session)
    {
        if (session.Database != _definition.Database)
            throw new InvalidOperationException($"{_definition.Name} is kept in {_definition.Database}, not in {session.Database}.");
    }
}
