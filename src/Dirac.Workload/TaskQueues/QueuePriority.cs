namespace Dirac.Workload.TaskQueues;

/// <summary>A queue's id and share-weighted priority.</summary>
internal sealed class QueuePriority
{
    public long TQId { get; init; }

    public double Priority { get; init; }
}
