using Dirac.Persistence;

namespace Dirac.Tasks;

/// <summary>Makes tasks in the transaction of the change that causes them.</summary>
public interface ITaskQueue
{
    /// <summary>Adds tasks that stand, and wake a worker, when <paramref name="session"/>'s transaction is committed; or never.</summary>
    /// <typeparam name="TMessage">The message of a task declared with <c>AddTask</c>.</typeparam>
    /// <param name="session">A writing session of the database that the task's definition names.</param>
    /// <param name="tasks">The tasks. One whose key is already waiting is left out.</param>
    /// <param name="cancellationToken">Stops the statements.</param>
    /// <returns>When the rows are written.</returns>
    /// <exception cref="InvalidOperationException">No task has this message, or the session is of another database.</exception>
    Task EnqueueAsync<TMessage>(IDbSession session, IEnumerable<NewTask<TMessage>> tasks, CancellationToken cancellationToken);

    /// <summary>
    /// Adds tasks of whatever kinds, and another that is made when all of them have ended: in the transaction of the last end, once, whatever crashes. A
    /// member that is given up has ended; <see cref="TaskContext.GroupEndAsync"/> tells how many were. That an operator later tries it again changes nothing.
    /// </summary>
    /// <param name="session">A writing session of the database that the definitions of all of them name.</param>
    /// <param name="members">The tasks, without deduplication keys. None: what follows is made at once.</param>
    /// <param name="whenAllEnded">What follows, without key or time.</param>
    /// <param name="cancellationToken">Stops the statements.</param>
    /// <returns>When the rows are written.</returns>
    /// <exception cref="InvalidOperationException">No task has one of the messages, or the session is of another database.</exception>
    /// <exception cref="ArgumentException">A task has a key or time that it must not have.</exception>
    Task EnqueueGroupAsync(IDbSession session, IEnumerable<NewTask> members, NewTask whenAllEnded, CancellationToken cancellationToken);

    /// <summary>
    /// As the other, for a handler whose task may be a member of a group itself: that group then waits for what follows here, too. Call it before the task
    /// is completed, best in the same transaction.
    /// </summary>
    /// <param name="session">A writing session of the database that the definitions of all of them name.</param>
    /// <param name="members">The tasks, without deduplication keys.</param>
    /// <param name="whenAllEnded">What follows, without key or time.</param>
    /// <param name="within">The task whose handler calls.</param>
    /// <param name="cancellationToken">Stops the statements.</param>
    /// <returns>When the rows are written.</returns>
    /// <exception cref="LeaseLostException">The calling task is no longer held; let it roll the transaction back.</exception>
    /// <exception cref="InvalidOperationException">No task has one of the messages, or the session is of another database.</exception>
    /// <exception cref="ArgumentException">A task has a key or time that it must not have.</exception>
    Task EnqueueGroupAsync(IDbSession session, IEnumerable<NewTask> members, NewTask whenAllEnded, ClaimedTask within, CancellationToken cancellationToken);
}
