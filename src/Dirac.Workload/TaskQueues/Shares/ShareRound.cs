namespace Dirac.Workload.TaskQueues.Shares;

/// <summary>Message: the priorities of all task queues are to be worked out.</summary>
internal sealed record ShareRound;
