namespace Dirac.Workload.TaskQueues.Shares;

/// <summary>A queue that holds jobs.</summary>
/// <param name="Id">The queue.</param>
/// <param name="Key">What its jobs are.</param>
/// <param name="Mean">The mean RealPriority of its jobs.</param>
internal sealed record QueueWeight(long Id, TaskQueueKey Key, double Mean);
