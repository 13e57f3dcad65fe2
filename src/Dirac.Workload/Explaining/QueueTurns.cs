using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Matching;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Explaining;

/// <summary>Says whose turn it is: shares of queues, jobs ahead, and how long that takes at the present rate.</summary>
internal sealed class QueueTurns(MatchIndex index, MatchRates rates)
{
    private const double SecondsPerHour = 3_600;

    /// <summary>Where a job stands in its queue.</summary>
    public async Task<QueueTurn> OfAsync(IDbSession queues, TaskQueue queue, long job, CancellationToken cancellationToken)
    {
        var ahead = await TaskQueueStore.AheadAsync(queues, queue.Id, job, cancellationToken);
        return Of(queue, ahead);
    }

    /// <summary>As above, for a job with so many before it.</summary>
    public QueueTurn Of(TaskQueue queue, long ahead)
    {
        var share = Share(queue);
        var rate = rates.PerSecond(queue.Key.VO, Counts(queue.Key));
        return new QueueTurn(queue.Id, ahead, queue.Jobs, Math.Round(share, 4), Math.Round(rate * SecondsPerHour, 1), rate * share > 0 ? Math.Round((ahead + 1) / (rate * share)) : null);
    }

    /// <summary>A queue's part of its VO's matches: its priority among those of all queues that hold jobs.</summary>
    public double Share(TaskQueue queue)
    {
        var all = index.All().Where(other => other.Jobs > 0 && other.Key.VO == queue.Key.VO && other.Id != queue.Id).Sum(other => other.Priority);
        return queue.Priority / (all + queue.Priority);
    }

    private static Func<string, bool> Counts(TaskQueueKey key) =>
        site => (key.Values("Sites").IsEmpty || key.Values("Sites").Contains(site)) && !key.Values("BannedSites").Contains(site);
}
