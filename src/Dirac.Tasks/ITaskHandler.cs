namespace Dirac.Tasks;

/// <summary>Does the work of one kind of task. Resolved anew, in a scope of its own, for each call.</summary>
/// <remarks>
/// A task may come more than once: after a crash, a lost lease, or a batch that threw (then its tasks come again, one by one, so that a poisonous
/// one fails alone). A handler either bears repeating, or completes the task in the transaction of its own change by
/// <see cref="TaskContext.CompleteAsync"/>.
/// </remarks>
/// <typeparam name="TMessage">The task's message.</typeparam>
public interface ITaskHandler<TMessage>
{
    /// <summary>Works on <paramref name="batch"/>, which has 1 to <see cref="TaskDefinition.BatchSize"/> tasks.</summary>
    /// <param name="batch">The tasks, in the order they became due.</param>
    /// <param name="context">Completes tasks within a transaction; says when the process wants to stop.</param>
    /// <param name="cancellationToken">Stop now: the process's grace is over, the time limit is reached or the lease was lost.</param>
    /// <returns>One outcome per task, in the order of the batch.</returns>
    Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<TMessage>> batch, TaskContext context, CancellationToken cancellationToken);
}
