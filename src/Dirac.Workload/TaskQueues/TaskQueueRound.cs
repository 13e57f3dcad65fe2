namespace Dirac.Workload.TaskQueues;

/// <summary>Message: one cleaning of task queues.</summary>
internal sealed record TaskQueueRound;
