namespace Dirac.Tasks;

/// <summary>A task that this worker holds under a lease.</summary>
public abstract class ClaimedTask
{
    private protected ClaimedTask(long id, int attempt, long epoch, DateTimeOffset created)
    {
        Id = id;
        Attempt = attempt;
        Epoch = epoch;
        Created = created;
    }

    /// <summary>Its number in its database.</summary>
    public long Id { get; }

    /// <summary>The number of this attempt, from 1.</summary>
    public int Attempt { get; }

    /// <summary>The fencing token: rises with every claim of this task. Whoever holds a lower one has lost it.</summary>
    public long Epoch { get; }

    /// <summary>When it was enqueued, by the database's clock.</summary>
    public DateTimeOffset Created { get; }
}

/// <inheritdoc/>
/// <typeparam name="TMessage">Its message.</typeparam>
public sealed class ClaimedTask<TMessage> : ClaimedTask
{
    internal ClaimedTask(long id, int attempt, long epoch, DateTimeOffset created, TMessage message)
        : base(id, attempt, epoch, created) => Message = message;

    /// <summary>What to do.</summary>
    public TMessage Message { get; }
}
