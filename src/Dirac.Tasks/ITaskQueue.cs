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
}
