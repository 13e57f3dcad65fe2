using System.Text.Json;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Tasks.Administration;
using Dirac.Workload.Jobs;
using Dirac.Workload.Logging;
using Dirac.Workload.Optimisation;
using Microsoft.Extensions.Logging;

namespace Dirac.Workload.Housekeeping;

/// <summary>Task: gives jobs whose optimizer task died their reason: Failed, <c>NAME optimizer</c>, with the last error as application status.</summary>
/// <remarks>Then the dead task goes: its job says all it knew, and trying it again would do nothing, since the job is not where it expects it.</remarks>
internal sealed partial class FailDeadOptimizations(
    WorkloadDatabases databases, DeadTasks dead, LoggingOutbox outbox, TimeProvider clock, ILogger<FailDeadOptimizations> logger) : ITaskHandler<DeadOptimizerRound>
{
    private const string TaskName = "OptimizeJobs";
    private const int AtOnce = 10;
    private const int LongestReason = 255;

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<DeadOptimizerRound>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        var last = 0L;
        while (!context.Stopping.IsCancellationRequested)
        {
            var found = await dead.PageAsync(TaskName, last, AtOnce, cancellationToken);
            await FailAsync([.. found.Where(task => task.Reason == DeathReason.Failed)], cancellationToken);
            if (found.Count < AtOnce) break;
            last = found[^1].Id;
        }

        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    private async Task FailAsync(IReadOnlyList<DeadTask> tasks, CancellationToken cancellationToken)
    {
        if (tasks.Count == 0) return;
        var failed = await databases.Jobs.WriteAsync((session, token) => FailAsync(session, tasks, token), cancellationToken);
        await dead.DropAsync(new DeadTaskFilter { Name = TaskName, Ids = [.. tasks.Select(task => task.Id)] }, nameof(FailDeadOptimizations), cancellationToken);
        if (failed > 0) LogFailed(failed);
    }

    private async Task<int> FailAsync(IDbSession session, IReadOnlyList<DeadTask> tasks, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var treated = tasks.SelectMany(task => Message(task).Jobs.Select(job => (Job: job, Message(task).Optimizer, Why: Why(task)))).DistinctBy(one => one.Job).ToDictionary(one => one.Job);
        var rows = await JobStore.LoadAsync(session, null, [.. treated.Keys], cancellationToken);

        // A Waiting job that could not be queued is not lost: whoever looks for such jobs queues it.
        var stuck = rows.Where(row => row.ParsedStatus != JobStatus.Waiting
            && OptimizerRun.Start(treated[row.JobID].Optimizer, new JobRowState(row.ParsedStatus, row.MinorStatus)) is not null).ToList();
        foreach (var alike in stuck.GroupBy(row => (treated[row.JobID].Optimizer, treated[row.JobID].Why)))
        {
            var (optimizer, why) = alike.Key;
            var minor = $"{optimizer} optimizer";
            List<long> ids = [.. alike.Select(row => row.JobID)];
            await JobStore.MoveAsync(session, ids, JobStatus.Failed, minor, why, now, cancellationToken);
            await JobStore.SetEndAsync(session, ids, now, cancellationToken);
            await outbox.AddAsync(session, ids.Select(id => JobLogRow.Now(id, JobStatus.Failed, minor, why, now, optimizer)), cancellationToken);
        }

        return stuck.Count;
    }

    private static OptimizeJob Message(DeadTask task) => JsonSerializer.Deserialize(task.Message, WorkloadJsonContext.Default.OptimizeJob)!;

    private static string Why(DeadTask task)
    {
        var error = task.Errors.Count > 0 ? task.Errors[^1].Error : "its task died without a word";
        var line = error.ReplaceLineEndings("\n").Split('\n')[0].Trim();
        return line.Length <= LongestReason ? line : line[..LongestReason];
    }

    [LoggerMessage(6831, LogLevel.Warning, "{Jobs} jobs became Failed because their optimizer could not treat them.")]
    private partial void LogFailed(int jobs);
}
