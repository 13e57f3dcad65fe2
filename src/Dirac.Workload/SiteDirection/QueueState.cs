namespace Dirac.Workload.SiteDirection;

/// <summary>A queue and our pilots in it.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Counts">Our pilots, by VO.</param>
internal sealed record QueueState(DirectedQueue Queue, IReadOnlyDictionary<string, PilotCount> Counts)
{
    public int Waiting => Counts.Values.Sum(count => count.Waiting);

    public int Running => Counts.Values.Sum(count => count.Running);

    /// <summary>How many more it may have.</summary>
    public int Room => Math.Max(0, Math.Min(Queue.MaxTotalJobs - Waiting - Running, Queue.MaxWaitingJobs - Waiting));

    /// <summary>Pilots of a VO that can be relied on to start.</summary>
    public int ComingOf(string vo) => Counts.GetValueOrDefault(vo)?.Coming ?? 0;
}
