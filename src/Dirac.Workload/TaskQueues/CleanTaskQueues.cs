using Dirac.Tasks;
using Dirac.Workload.Matching;

namespace Dirac.Workload.TaskQueues;

/// <summary>Task: deletes task queues that were empty at two looks in a row, so that one between two jobs is kept.</summary>
internal sealed class CleanTaskQueues(WorkloadDatabases databases, EmptyTaskQueues seen, MatchIndex index) : ITaskHandler<TaskQueueRound>
{
    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<TaskQueueRound>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        var empty = index.All().Where(queue => queue.Jobs == 0).Select(queue => queue.Id).ToHashSet();
        var candidates = seen.Replace(empty);
        foreach (var ids in candidates.Chunk(500))
        {
            await databases.Queues.WriteAsync((session, token) => TaskQueueStore.DeleteEmptyAsync(session, ids, token), cancellationToken);
        }

        return [.. batch.Select(_ => TaskOutcome.Done)];
    }
}
