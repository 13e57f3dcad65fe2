using Dirac.Persistence;
using Dirac.Tasks.Storage;

namespace Dirac.Tasks;

/// <summary>What a handler may do besides its work. Valid during the call it was given to.</summary>
public sealed class TaskContext
{
    private readonly TaskDefinition _definition;
    private readonly TaskEnds _ends;

    internal TaskContext(TaskDefinition definition, TaskEnds ends, CancellationToken stopping)
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
        if (session.Database != _definition.Database)
            throw new InvalidOperationException($"{_definition.Name} is kept in {_definition.Database}; it cannot be completed in {session.Database}.");

        foreach (var claim in tasks.GroupBy(task => task.Epoch))
        {
            TaskRow[] rows = [.. claim.Select(task => task.Row)];
            var held = await _ends.DoneAsync(session, rows, claim.Key, cancellationToken);
            if (held != rows.Length)
                throw new LeaseLostException(rows.Length - held);
        }
    }
}
