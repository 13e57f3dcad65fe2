namespace Dirac.Workload.TaskQueues;

/// <summary>A number of jobs in one queue.</summary>
internal sealed class QueueCount
{
    public long TQId { get; init; }

    public long Jobs { get; init; }
}
