namespace Dirac.Workload.TaskQueues;

/// <summary>A job to be put into the queue of its key.</summary>
internal sealed record QueuedJob(long JobId, TaskQueueKey Key, int UserPriority);
