using Dirac.Persistence;
using Dirac.Workload.Matching.Limits;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Matching;

/// <summary>Draws queues and jobs by their priority, and claims: the DELETE of a job's queue row that affects one row.</summary>
/// <remarks>
/// A queue is drawn in proportion to its priority, a level of priorities within it likewise. DIRAC orders by RAND()/Priority, which favours the
/// larger: shares of 3 to 1 come out as 5 to 1 (ADR 0019).
/// </remarks>
internal sealed class ClaimJob(WorkloadDatabases databases, MatchIndex index, OfferConditions conditions, RandomSource random)
{
    private const int QueuesTried = 10;
    private const int JobsConsidered = 50;
    private const int JobsConsideredWithLimits = 500;

    /// <summary>Claims one job that may run on the offer now.</summary>
    public async Task<Claim> RunAsync(Offer offer, CancellationToken cancellationToken)
    {
        if (offer.OnlyJob is { } only) return new Claim(await ClaimOneAsync(offer, only, cancellationToken), offer);
        while (true)
        {
            var now = await conditions.ApplyAsync(offer, cancellationToken);
            var candidates = index.Find(now);
            if (candidates.Count == 0) return new Claim(null, now);
            var (job, withheld) = await DrawAsync(candidates, now, cancellationToken);
            if (job is not null || withheld) return new Claim(job, now);
        }
    }

    private async Task<long?> ClaimOneAsync(Offer offer, long job, CancellationToken cancellationToken)
    {
        var queue = await databases.Queues.ReadAsync((session, token) => TaskQueueStore.QueueOfAsync(session, job, token), cancellationToken);
        if (queue is not { } id || !index.Find(offer).Any(candidate => candidate.Id == id)) return null;
        if (!await databases.Queues.WriteAsync((session, token) => TaskQueueStore.ClaimAsync(session, id, job, token), cancellationToken)) return null;
        index.Removed(id, 1);
        return job;
    }

    // The smallest of exponential variates with these rates is each one with a chance in proportion to its rate.
    private double Draw(double priority) => -Math.Log(1 - random.NextDouble()) / Math.Max(priority, 1e-6);

    private async Task<(long? Job, bool Withheld)> DrawAsync(IReadOnlyList<TaskQueue> candidates, Offer offer, CancellationToken cancellationToken)
    {
        var withheld = false;
        string[] groups = [.. offer.Excluded.Where(exclusion => exclusion.Attribute == Exclusion.JobGroup).Select(exclusion => exclusion.Value)];
        foreach (var queue in candidates.OrderBy(queue => Draw(queue.Priority)).Take(QueuesTried))
        {
            var (claimed, some) = await databases.Queues.WriteAsync((session, token) => FromQueueAsync(session, queue.Id, groups, token), cancellationToken);
            withheld |= some;
            if (claimed is not null || !some) index.Removed(queue.Id, claimed is null ? queue.Jobs : 1);
            if (claimed is not null) return (claimed, false);
        }

        return (null, withheld);
    }

    private async Task<(long? Job, bool Withheld)> FromQueueAsync(IDbSession session, long queue, string[] groups, CancellationToken cancellationToken)
    {
        var withheld = false;
        var levels = await TaskQueueStore.PriorityLevelsAsync(session, queue, cancellationToken);
        foreach (var level in levels.OrderBy(Draw))
        {
            var most = groups.Length == 0 ? JobsConsidered : JobsConsideredWithLimits;
            var found = await TaskQueueStore.FirstJobsAsync(session, queue, level, most, cancellationToken);
            var jobs = groups.Length == 0 ? found.ToList() : await OutsideAsync(found, groups, cancellationToken);
            withheld |= jobs.Count < found.Count;
            while (jobs.Count > 0)
            {
                var drawn = (int)(random.NextDouble() * jobs.Count);
                if (await TaskQueueStore.ClaimAsync(session, queue, jobs[drawn], cancellationToken)) return (jobs[drawn], false);
                jobs.RemoveAt(drawn);
            }
        }

        return (null, withheld);
    }

    // Task queues do not know job groups; the rows of a few candidates do.
    private async Task<List<long>> OutsideAsync(IReadOnlyList<long> jobs, string[] groups, CancellationToken cancellationToken) =>
        [.. await databases.Jobs.ReadAsync((session, token) => LimitStore.OutsideGroupsAsync(session, jobs, groups, token), cancellationToken)];
}
