using Dirac.Model.Jobs;
using Dirac.Tasks;
using Dirac.Workload.Jobs;
using Dirac.Workload.Jobs.Counts;
using Dirac.Workload.Optimisation;
using Dirac.Workload.TaskQueues;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Rescue;

/// <summary>Task: puts Waiting jobs back that have been in no task queue for a while: their claim was made by somebody who died before using it.</summary>
/// <remarks>A look compares two numbers. Only when they differ twice in a row, and once in a long while, all Waiting jobs are walked.</remarks>
internal sealed class RequeueWaitingJobs(
    WorkloadDatabases databases,
    OptimizerQueue optimizers,
    WaitingGap gap,
    IOptions<WorkloadOptions> options,
    TimeProvider clock) : ITaskHandler<RequeueRound>
{
    private const int AtOnce = 500;

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<RequeueRound>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        if (gap.MustWalk(await WaitingAsync(cancellationToken), await QueuedAsync(cancellationToken))) gap.Walked(await WalkAsync(cancellationToken));
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    /// <summary>Walks all Waiting jobs by number; returns how many were put back.</summary>
    public async Task<int> WalkAsync(CancellationToken cancellationToken)
    {
        var (last, back) = (0L, 0);
        while (true)
        {
            var waiting = await NextAsync(last, cancellationToken);
            if (waiting.Count == 0) return back;
            back += await PutBackAsync(waiting, cancellationToken);
            if (waiting.Count < AtOnce) return back;
            last = waiting[^1];
        }
    }

    private Task<IReadOnlyList<long>> NextAsync(long after, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow().UtcDateTime.AddSeconds(-options.Value.UnqueuedSeconds);
        return databases.Jobs.ReadAsync((session, token) => JobStore.WaitingSinceAsync(session, after, before, AtOnce, token), cancellationToken);
    }

    private async Task<int> PutBackAsync(IReadOnlyList<long> waiting, CancellationToken cancellationToken)
    {
        var queued = await databases.Queues.ReadAsync((session, token) => TaskQueueStore.QueuedAmongAsync(session, waiting, token), cancellationToken);
        var missing = waiting.Except(queued).ToList();
        if (missing.Count > 0) await databases.Jobs.WriteAsync((session, token) => optimizers.RequeueAsync(session, missing, token), cancellationToken);
        return missing.Count;
    }

    // A job that somebody made Waiting by hand, with another minor status, waits for no queue.
    private Task<long> WaitingAsync(CancellationToken cancellationToken) => databases.Jobs.ReadAsync(
        (session, token) => session.ScalarAsync<long>(
            $"SELECT COALESCE(SUM(Jobs), 0) FROM {JobCounts.Source("Status = 'Waiting' AND MinorStatus = @minor")}", new { minor = MinorStatuses.PilotAgentSubmission }, token),
        cancellationToken);

    private Task<long> QueuedAsync(CancellationToken cancellationToken) =>
        databases.Queues.ReadAsync(TaskQueueStore.CountAllAsync, cancellationToken);
}
