namespace Dirac.Workload.Impossible;

/// <summary>Message: whether a queue's jobs can run anywhere has changed; its jobs are to say so.</summary>
/// <param name="TQId">The queue. What holds of it now is in <c>x_ImpossibleQueues</c>.</param>
internal sealed record QueueVerdict(long TQId);
