namespace Dirac.Workload.TaskQueues;

/// <summary>A task queue as stored, with its number of waiting jobs.</summary>
internal sealed record TaskQueue(long Id, TaskQueueKey Key, double Priority, long Jobs);
