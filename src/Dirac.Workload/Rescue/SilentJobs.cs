using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Workload.Attempts;
using Dirac.Workload.Jobs;
using Dirac.Workload.Jobs.Control;
using Dirac.Workload.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Rescue;

/// <summary>StalledJobAgent's rules for jobs nobody has heard of. Jobs with a live attempt of ours are left to their leases.</summary>
internal sealed class SilentJobs(
    WorkloadDatabases databases,
    LoggingOutbox outbox,
    Rescheduling rescheduling,
    IOptions<WorkloadOptions> options,
    TimeProvider clock)
{
    private const int AtOnce = 1_000;
    private const int CycleSeconds = 1_800;
    private static readonly TimeSpan UnconfirmedAfter = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan MatchedFor = TimeSpan.FromSeconds(7_200);
    private static readonly TimeSpan RescheduledFor = TimeSpan.FromSeconds(600);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var stalledFor = TimeSpan.FromSeconds((options.Value.StalledTimeCycles + 0.5) * CycleSeconds);
        var failedFor = TimeSpan.FromSeconds((options.Value.FailedTimeCycles + 0.5) * CycleSeconds);
        await EachAsync([nameof(JobStatus.Running), nameof(JobStatus.Completing)], now - stalledFor, MarkStalledAsync, cancellationToken);
        await EachAsync([nameof(JobStatus.Stalled)], now - failedFor, (session, job, time, token) => FailAsync(session, job, failedFor, time, token), cancellationToken);
        await EachAsync([nameof(JobStatus.Submitting)], now - UnconfirmedAfter, FailUnconfirmedAsync, cancellationToken);
        await EachAsync([nameof(JobStatus.Matched)], now - MatchedFor, RescheduleAsync, cancellationToken);
        await EachAsync([nameof(JobStatus.Rescheduled)], now - RescheduledFor, RescheduleAsync, cancellationToken);
    }

    private async Task EachAsync(
        IReadOnlyList<string> statuses, DateTime before, Func<IDbSession, JobRow, DateTime, CancellationToken, Task> treatAsync, CancellationToken cancellationToken)
    {
        var found = await databases.Jobs.ReadAsync((session, token) => JobStore.SilentSinceAsync(session, statuses, before, AtOnce, token), cancellationToken);
        if (found.Count == 0) return;
        await databases.Jobs.WriteAsync(
            async (session, token) =>
            {
                var ids = found.Select(job => job.JobID).ToList();
                var leased = (await AttemptStore.LiveAmongAsync(session, ids, token)).ToHashSet();
                var now = clock.GetUtcNow().UtcDateTime;
                foreach (var job in await JobStore.LoadAsync(session, null, [.. ids.Where(id => !leased.Contains(id))], token))
                {
                    if (statuses.Contains(job.Status) && job.LastUpdateTime < before) await treatAsync(session, job, now, token);
                }
            },
            cancellationToken);
    }

    // LastUpdateTime stays: the age of a stalled job counts from its last sign of life.
    private async Task MarkStalledAsync(IDbSession session, JobRow job, DateTime now, CancellationToken cancellationToken)
    {
        await JobStore.SetStalledAsync(session, job.JobID, cancellationToken);
        await outbox.AddAsync(
            session, [JobLogRow.Now(job.JobID, JobStatus.Stalled, job.MinorStatus, job.ApplicationStatus ?? "Unknown", now, Sources.StalledJobAgent)], cancellationToken);
    }

    private async Task FailAsync(IDbSession session, JobRow job, TimeSpan after, DateTime now, CancellationToken cancellationToken)
    {
        await CommandStore.AddAsync(session, job.JobID, CommandStore.Kill, "", now, cancellationToken);
        await FailWithAsync(session, job, $"Stalling for more than {after.TotalSeconds:0} sec", now, cancellationToken);
    }

    private Task FailUnconfirmedAsync(IDbSession session, JobRow job, DateTime now, CancellationToken cancellationToken) =>
        FailWithAsync(session, job, "Bulk submission was not confirmed", now, cancellationToken);

    private Task RescheduleAsync(IDbSession session, JobRow job, DateTime now, CancellationToken cancellationToken) =>
        rescheduling.ByWishAsync(session, job, reset: false, Sources.StalledJobAgent, now, cancellationToken);

    private async Task FailWithAsync(IDbSession session, JobRow job, string minor, DateTime now, CancellationToken cancellationToken)
    {
        await JobStore.MoveAsync(session, [job.JobID], JobStatus.Failed, minor, job.ApplicationStatus ?? "Unknown", now, cancellationToken);
        await JobStore.SetEndAsync(session, [job.JobID], now, cancellationToken);
        await outbox.AddAsync(
            session, [JobLogRow.Now(job.JobID, JobStatus.Failed, minor, job.ApplicationStatus ?? "Unknown", now, Sources.StalledJobAgent)], cancellationToken);
    }
}
