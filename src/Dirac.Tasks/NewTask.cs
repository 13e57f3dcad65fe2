using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;

namespace Dirac.Tasks;

/// <summary>A task to be made, of whatever kind.</summary>
public abstract record NewTask
{
    private protected NewTask()
    {
    }

    /// <summary>
    /// At most one task of a name and key waits for its first attempt; another is not added. Once it runs, a new one may come: its cause
    /// may be later than what the running one saw. At most 128 characters; null: no such limit.
    /// </summary>
    public string? DedupKey { get; init; }

    /// <summary>Not to be started earlier; null: at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>In place of the definition's priority.</summary>
    public TaskPriority? Priority { get; init; }

    /// <exception cref="InvalidOperationException">No task has this message.</exception>
    internal abstract TaskInsert ToRow(TaskRegistry registry, string? trace);
}

/// <inheritdoc/>
/// <typeparam name="TMessage">Its message.</typeparam>
/// <param name="Message">What to do.</param>
public sealed record NewTask<TMessage>(TMessage Message) : NewTask
{
    internal override TaskInsert ToRow(TaskRegistry registry, string? trace) => TaskQueue.ToRow(registry.Find<TMessage>(), this, trace);
}
