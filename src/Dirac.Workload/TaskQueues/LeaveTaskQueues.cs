using Dirac.Workload.Matching;

namespace Dirac.Workload.TaskQueues;

/// <summary>Takes jobs out of their task queues.</summary>
internal sealed class LeaveTaskQueues(WorkloadDatabases databases, MatchIndex index)
{
    public async Task RunAsync(IReadOnlyList<long> jobs, CancellationToken cancellationToken)
    {
        if (jobs.Count == 0) return;
        var removed = await databases.Queues.WriteAsync((session, token) => TaskQueueStore.RemoveJobsAsync(session, jobs, token), cancellationToken);
        foreach (var count in removed) index.Removed(count.TQId, count.Jobs);
    }
}
