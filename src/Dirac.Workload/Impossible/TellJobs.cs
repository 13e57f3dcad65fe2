using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Workload.Jobs;
using Dirac.Workload.Logging;

namespace Dirac.Workload.Impossible;

/// <summary>Task: has the jobs of a queue say that they cannot run anywhere now, or can again. Repeating it changes nothing.</summary>
internal sealed class TellJobs(WorkloadDatabases databases, LoggingOutbox outbox, TimeProvider clock) : ITaskHandler<QueueVerdict>
{
    private const int AtOnce = 1_000;

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<QueueVerdict>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        foreach (var task in batch) await TellAsync(task.Message.TQId, cancellationToken);
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    private async Task TellAsync(long queue, CancellationToken cancellationToken)
    {
        var reason = await databases.Queues.ReadAsync((session, token) => ImpossibleQueueStore.ReasonAsync(session, queue, token), cancellationToken);
        var after = 0L;
        while (true)
        {
            var jobs = await databases.Queues.ReadAsync((session, token) => ImpossibleQueueStore.JobsAsync(session, queue, after, AtOnce, token), cancellationToken);
            if (jobs.Count == 0) return;
            await databases.Jobs.WriteAsync((session, token) => WriteAsync(session, jobs, reason, token), cancellationToken);
            after = jobs[^1];
        }
    }

    private async Task WriteAsync(IDbSession session, IReadOnlyList<long> ids, string? reason, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var status = reason is null ? "Unknown" : ImpossibleStatus.Of(reason);
        var rows = await JobStore.LoadAsync(session, null, ids, cancellationToken);
        var changed = rows.Where(row => row.Status == nameof(JobStatus.Waiting) && row.ApplicationStatus != status
            && (reason is not null || ImpossibleStatus.ReasonIn(row.ApplicationStatus) is not null)).ToList();
        if (changed.Count == 0) return;
        await ImpossibleQueueStore.SetApplicationStatusAsync(session, [.. changed.Select(row => row.JobID)], status, now, cancellationToken);
        var line = reason is null ? "Possible again: a resource that fits has come" : status;
        await outbox.AddAsync(
            session, changed.Select(row => JobLogRow.Now(row.JobID, JobStatus.Waiting, row.MinorStatus, line, now, Sources.JobScheduling)), cancellationToken);
    }
}
