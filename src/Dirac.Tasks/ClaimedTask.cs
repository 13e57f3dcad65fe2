using Dirac.Tasks.Storage;

namespace Dirac.Tasks;

/// <summary>A task that this worker holds under a lease.</summary>
public abstract class ClaimedTask
{
    private protected ClaimedTask(TaskRow row, long epoch)
    {
        Row = row;
        Epoch = epoch;
    }

    /// <summary>Its number in its database.</summary>
    public long Id => Row.TaskID;

    /// <summary>The number of this attempt, from 1.</summary>
    public int Attempt => Row.Attempt + 1;

    /// <summary>The fencing token: rises with every claim of this task. Whoever holds a lower one has lost it.</summary>
    public long Epoch { get; }

    /// <summary>When it was enqueued, by the database's clock.</summary>
    public DateTimeOffset Created => DateTimeOffset.FromUnixTimeMilliseconds(Row.CreatedMs);

    internal TaskRow Row { get; }

    /// <summary>Whether a person runs it, without a queue.</summary>
    internal bool IsByHand => Row.TaskID == 0;
}

/// <inheritdoc/>
/// <typeparam name="TMessage">Its message.</typeparam>
public sealed class ClaimedTask<TMessage> : ClaimedTask
{
    internal ClaimedTask(TaskRow row, long epoch, TMessage message)
        : base(row, epoch) => Message = message;

    /// <summary>What to do.</summary>
    public TMessage Message { get; }
}
