using Dirac.Persistence;
using Dirac.Workload.Matching;
using Dirac.Workload.TaskQueues.Shares;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.TaskQueues;

/// <summary>Puts jobs into the task queues of their keys and wakes waiting pilots.</summary>
/// <remarks>Safe to repeat: a job that is in a queue moves or stays.</remarks>
internal sealed class EnterTaskQueues(WorkloadDatabases databases, MatchIndex index, NewQueues created, IOptions<WorkloadOptions> options)
{
    public Task RunAsync(IReadOnlyList<QueuedJob> jobs, CancellationToken cancellationToken) =>
        jobs.Count == 0 ? Task.CompletedTask : databases.Queues.WriteAsync((session, token) => InsertAsync(session, jobs, token), cancellationToken);

    private async Task InsertAsync(IDbSession session, IReadOnlyList<QueuedJob> jobs, CancellationToken cancellationToken)
    {
        foreach (var group in jobs.GroupBy(job => job.Key))
        {
            var left = group.ToList();
            while (left.Count > 0)
            {
                var (queue, room, isNew) = await TaskQueueStore.FindOrCreateAsync(session, group.Key, options.Value.MaxJobsPerTaskQueue, cancellationToken);
                var fitting = left.Take((int)Math.Min(room, left.Count)).ToList();
                await TaskQueueStore.AddJobsAsync(session, queue, fitting, cancellationToken);
                left.RemoveRange(0, fitting.Count);
                session.AfterCommit(() => index.Added(queue, group.Key, fitting.Count));
                if (isNew) session.AfterCommit(() => created.Created(group.Key.OwnerGroup));
            }
        }
    }
}
