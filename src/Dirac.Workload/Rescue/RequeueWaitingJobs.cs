using Dirac.Tasks;
using Dirac.Workload.Jobs;
using Dirac.Workload.Optimisation;
using Dirac.Workload.TaskQueues;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Rescue;

/// <summary>Task: puts Waiting jobs back that have been in no task queue for a while: their claim was made by somebody who died before using it.</summary>
internal sealed class RequeueWaitingJobs(
    WorkloadDatabases databases,
    OptimizerQueue optimizers,
    IOptions<WorkloadOptions> options,
    TimeProvider clock) : ITaskHandler<RequeueRound>
{
    private const int AtOnce = 500;

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<RequeueRound>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        var last = 0L;
        while (await RunAsync(last, cancellationToken) is { } next) last = next;
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    // Walks all Waiting jobs by number: returns where to go on, or null at the end.
    private async Task<long?> RunAsync(long after, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow().UtcDateTime.AddSeconds(-options.Value.UnqueuedSeconds);
        var waiting = await databases.Jobs.ReadAsync((session, token) => JobStore.WaitingSinceAsync(session, after, before, AtOnce, token), cancellationToken);
        if (waiting.Count == 0) return null;
        var queued = await databases.Queues.ReadAsync((session, token) => TaskQueueStore.QueuedAmongAsync(session, waiting, token), cancellationToken);
        var missing = waiting.Except(queued).Select(id => new OptimizeJob(id, JobSchedulingOptimizer.Name)).ToList();
        if (missing.Count > 0) await databases.Jobs.WriteAsync((session, token) => optimizers.NextAsync(session, missing, token), cancellationToken);
        return waiting.Count < AtOnce ? null : waiting[^1];
    }
}
