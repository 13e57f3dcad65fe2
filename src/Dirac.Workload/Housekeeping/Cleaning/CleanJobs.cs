using Dirac.Hosting.Configuration;
using Dirac.Model.Errors;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Workload.Jobs;
using Dirac.Workload.Jobs.Control;
using Dirac.Workload.Jobs.Removal;
using Microsoft.Extensions.Logging;

namespace Dirac.Workload.Housekeeping.Cleaning;

/// <summary>Task: DIRAC's JobCleaningAgent. Removes Deleted jobs for good, then marks Deleted what ended long ago.</summary>
/// <remarks>Each transaction takes a few jobs; a round goes on until nothing is due any more.</remarks>
internal sealed partial class CleanJobs(
    WorkloadDatabases databases,
    JobRemoval removal,
    IEnumerable<IRemovalHold> holds,
    EndJobs end,
    IConfigurationSnapshots snapshots,
    TimeProvider clock,
    ILogger<CleanJobs> logger) : ITaskHandler<JobCleaningRound>
{
    private const string Source = JobCleaningSettings.Agent;

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<JobCleaningRound>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        if (Settings() is { IsEnabled: true } settings) await RunAsync(settings, context.Stopping, cancellationToken);
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    private JobCleaningSettings? Settings()
    {
        try
        {
            return JobCleaningSettings.Read(snapshots.Current.Root);
        }
        catch (DiracException error) when (error.Code == ErrorCode.BadConfiguration)
        {
            LogBadOption(error.Message);
            return null;
        }
    }

    private async Task RunAsync(JobCleaningSettings settings, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var removed = await WalkAsync(
            (session, after, token) => JobCleaningStore.DeletedAsync(session, after, settings.AtOnce, token), RemoveAsync, settings.AtOnce, stopping, cancellationToken);
        var deleted = 0;
        foreach (var (status, delay) in settings.Delays) deleted += await AgeAsync(status, delay, settings, stopping, cancellationToken);
        if (settings.AnyDelay is { } any) deleted += await AgeAsync(null, any, settings, stopping, cancellationToken);
        if (removed + deleted > 0) LogCleaned(removed, deleted);
    }

    private async Task<int> AgeAsync(JobStatus? status, TimeSpan delay, JobCleaningSettings settings, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow().UtcDateTime - delay;
        var below = await databases.Jobs.ReadAsync((session, token) => JobCleaningStore.FirstSinceAsync(session, before, token), cancellationToken);
        return await WalkAsync(
            (session, after, token) => JobCleaningStore.AgedAsync(session, status?.ToString(), before, (after, below), settings.ProductionTypes, settings.AtOnce, token),
            (ids, token) => DeleteAsync(ids, status, before, token),
            settings.AtOnce,
            stopping,
            cancellationToken);
    }

    private async Task<int> WalkAsync(
        Func<IDbSession, long, CancellationToken, Task<IReadOnlyList<long>>> findAsync,
        Func<IReadOnlyList<long>, CancellationToken, Task<int>> treatAsync,
        int atOnce,
        CancellationToken stopping,
        CancellationToken cancellationToken)
    {
        var (last, treated) = (0L, 0);
        while (!stopping.IsCancellationRequested)
        {
            var after = last;
            var found = await databases.Jobs.ReadAsync((session, token) => findAsync(session, after, token), cancellationToken);
            if (found.Count > 0) treated += await treatAsync(found, cancellationToken);
            if (found.Count < atOnce) return treated;
            last = found[^1];
        }

        return treated;
    }

    private async Task<int> RemoveAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        (await databases.Jobs.WriteAsync(
            async (session, token) =>
            {
                var rows = await JobStore.LoadAsync(session, null, ids, token);
                var leaving = rows.Where(row => row.ParsedStatus == JobStatus.Deleted).Select(row => row.JobID).ToHashSet();
                foreach (var hold in holds) leaving.ExceptWith(await hold.HeldAsync(session, [.. leaving], token));
                return await removal.RunAsync(session, [.. leaving], token);
            },
            cancellationToken)).Count;

    private async Task<int> DeleteAsync(IReadOnlyList<long> ids, JobStatus? status, DateTime before, CancellationToken cancellationToken)
    {
        var ended = await databases.Jobs.WriteAsync((session, token) => MarkAsync(session, ids, status, before, token), cancellationToken);
        await end.LeaveQueuesAsync(ended, cancellationToken);
        return ended.Count;
    }

    // As an owner's delete: what can be killed is killed, what was in a deletable state is marked Deleted.
    private async Task<IReadOnlyList<long>> MarkAsync(IDbSession session, IReadOnlyList<long> ids, JobStatus? status, DateTime before, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var rows = (await JobStore.LoadAsync(session, null, ids, cancellationToken))
            .Where(row => row.LastUpdateTime < before && (status is null ? row.ParsedStatus != JobStatus.Deleted : row.ParsedStatus == status))
            .ToList();
        var killable = rows.Where(row => JobStatuses.CanGo(row.ParsedStatus, JobStatus.Killed)).ToList();
        List<long> deletable = [.. rows.Where(row => JobStatuses.CanGo(row.ParsedStatus, JobStatus.Deleted)).Select(row => row.JobID)];
        await end.KillAsync(session, killable, Source, now, cancellationToken);
        await end.DeleteAsync(session, deletable, Source, now, cancellationToken);
        return [.. killable.Select(row => row.JobID).Union(deletable)];
    }

    [LoggerMessage(6811, LogLevel.Information, "{Removed} deleted jobs were removed for good, {Deleted} jobs were deleted by age.")]
    private partial void LogCleaned(int removed, int deleted);

    [LoggerMessage(6812, LogLevel.Error, "Jobs are not cleaned up until the configuration is corrected: {Problem}")]
    private partial void LogBadOption(string problem);
}
