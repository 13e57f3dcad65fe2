using Dirac.Persistence;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Matching;

/// <summary>Draws queues and jobs as DIRAC does, and claims: the DELETE of a job's queue row that affects one row.</summary>
internal sealed class ClaimJob(WorkloadDatabases databases, MatchIndex index, RandomSource random)
{
    private const int QueuesTried = 10;
    private const int JobsConsidered = 50;

    /// <summary>Claims one job out of the matching queues; null when all were lost to others.</summary>
    public async Task<long?> RunAsync(IReadOnlyList<TaskQueue> candidates, CancellationToken cancellationToken)
    {
        foreach (var queue in candidates.OrderBy(queue => random.NextDouble() / Math.Max(queue.Priority, 1e-6)).Take(QueuesTried))
        {
            var claimed = await databases.Queues.WriteAsync((session, token) => FromQueueAsync(session, queue.Id, token), cancellationToken);
            index.Removed(queue.Id, claimed is null ? queue.Jobs : 1);
            if (claimed is not null) return claimed;
        }

        return null;
    }

    private async Task<long?> FromQueueAsync(IDbSession session, long queue, CancellationToken cancellationToken)
    {
        var levels = await TaskQueueStore.PriorityLevelsAsync(session, queue, cancellationToken);
        foreach (var level in levels.OrderBy(level => random.NextDouble() / level))
        {
            var jobs = (await TaskQueueStore.FirstJobsAsync(session, queue, level, JobsConsidered, cancellationToken)).ToList();
            while (jobs.Count > 0)
            {
                var drawn = (int)(random.NextDouble() * jobs.Count);
                if (await TaskQueueStore.ClaimAsync(session, queue, jobs[drawn], cancellationToken)) return jobs[drawn];
                jobs.RemoveAt(drawn);
            }
        }

        return null;
    }
}
