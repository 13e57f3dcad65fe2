using Dirac.Tasks;
using Dirac.Workload.Logging;
using Dirac.Workload.Sandboxes;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Jobs.Removal;

/// <summary>Task: takes removed jobs out of task queues, history and sandbox assignments. Safe to repeat.</summary>
internal sealed class ForgetRemovedJobs(WorkloadDatabases databases, LeaveTaskQueues queues) : ITaskHandler<RemovedJobs>
{
    private static readonly TimeSpan HistoryDelay = TimeSpan.FromSeconds(1);

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<RemovedJobs>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        var outcomes = new List<TaskOutcome>(batch.Count);
        foreach (var task in batch) outcomes.Add(await ForgetAsync(task.Message.JobIDs, cancellationToken));
        return outcomes;
    }

    private async Task<TaskOutcome> ForgetAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        await queues.RunAsync(ids, cancellationToken);
        await databases.Sandboxes.WriteAsync((session, token) => SandboxStore.UnassignAsync(session, [.. ids.Select(SandboxStore.JobEntity)], token), cancellationToken);

        // Lines on their way would arrive after the history was deleted and stay there for ever.
        var onTheirWay = await databases.Jobs.ReadAsync((session, token) => LoggingOutbox.PendingAsync(session, ids, token), cancellationToken);
        if (onTheirWay.Count > 0) return new TaskOutcome.RetryAfter(HistoryDelay, "history of these jobs is still on its way to JobLoggingDB");
        await databases.Logging.WriteAsync((session, token) => LoggingStore.DeleteAsync(session, ids, token), cancellationToken);
        return TaskOutcome.Done;
    }
}
