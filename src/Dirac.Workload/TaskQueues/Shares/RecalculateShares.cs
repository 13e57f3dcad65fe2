using Dirac.Tasks;
using Dirac.Workload.Matching;

namespace Dirac.Workload.TaskQueues.Shares;

/// <summary>Works out priorities of task queues anew: of all groups as DIRAC's TaskQueuesAgent, of one when it has a new queue.</summary>
internal sealed class RecalculateShares(WorkloadDatabases databases, WorkloadConfiguration configuration, MatchIndex index) : ITaskHandler<ShareRound>
{
    private const double Noticeable = 1e-3;

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<ShareRound>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        await RunAsync(null, cancellationToken);
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    /// <summary>Recalculates the queues of a group, or all of them.</summary>
    public async Task RunAsync(string? group, CancellationToken cancellationToken)
    {
        var means = await databases.Queues.ReadAsync((session, token) => ShareStore.MeansAsync(session, group, token), cancellationToken);
        var known = await KnownAsync(means.Keys, cancellationToken);
        var registry = configuration.Registry;
        var priorities = known
            .Where(queue => group is null || queue.Key.OwnerGroup == group)
            .GroupBy(queue => queue.Key.OwnerGroup)
            .SelectMany(queues => ShareRules.Of(GroupShare.Of(registry, queues.Key), [.. queues.Select(queue => new QueueWeight(queue.Id, queue.Key, means[queue.Id]))]))
            .ToDictionary();
        var stored = known.ToDictionary(queue => queue.Id, queue => queue.Priority);
        var changed = priorities.Where(queue => Math.Abs(queue.Value - stored[queue.Key]) > Noticeable * queue.Value).ToDictionary();
        if (changed.Count == 0) return;
        await databases.Queues.WriteAsync((session, token) => ShareStore.SetAsync(session, changed, token), cancellationToken);
        index.Prioritise(changed);
    }

    // What queues are like never changes, so the index is as good as the database; queues it does not know yet are read.
    private async Task<IReadOnlyList<TaskQueue>> KnownAsync(IEnumerable<long> ids, CancellationToken cancellationToken)
    {
        var known = index.All().ToDictionary(queue => queue.Id);
        var missing = ids.Where(id => !known.ContainsKey(id)).ToList();
        var read = new List<TaskQueue>();
        foreach (var chunk in missing.Chunk(500))
        {
            read.AddRange(await databases.Queues.ReadAsync((session, token) => TaskQueueStore.LoadAsync(session, chunk, token), cancellationToken));
        }

        return [.. ids.Where(known.ContainsKey).Select(id => known[id]), .. read];
    }
}
