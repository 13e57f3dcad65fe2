using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Workload.Attempts;
using Dirac.Workload.Jobs;
using Dirac.Workload.Jobs.Control;
using Dirac.Workload.Logging;

namespace Dirac.Workload.Housekeeping.Stalled;

/// <summary>Carries decisions about silent jobs out, inside one transaction of JobDB.</summary>
/// <remarks>AccountedFlag stays False: the jobs' accounting is still to be done, by us when there is accounting or by a Python DIRAC.</remarks>
internal sealed class StalledJobEffects(LoggingOutbox outbox, Rescheduling rescheduling, TimeProvider clock)
{
    private const string NotConfirmed = "Bulk submission was not confirmed";

    /// <summary>Decides anew about those of the jobs that are still in this state, and does it; returns about how many something was done.</summary>
    public async Task<int> RunAsync(
        IDbSession session,
        IReadOnlyList<long> ids,
        JobStatus status,
        IReadOnlyDictionary<long, string> pilots,
        StalledJobSettings settings,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var leased = (await AttemptStore.LeasedAmongAsync(session, ids, cancellationToken)).ToHashSet();
        var rows = await JobStore.LoadAsync(session, null, [.. ids.Where(id => !leased.Contains(id))], cancellationToken);
        var decided = rows.Where(row => row.ParsedStatus == status)
            .GroupBy(row => StalledJobRules.Decide(row, pilots.GetValueOrDefault(row.JobID), settings, now))
            .Where(group => group.Key is not StalledJobDecision.Leave)
            .ToList();
        foreach (var group in decided) await ApplyAsync(session, group.Key, [.. group], now, cancellationToken);
        return decided.Sum(group => group.Count());
    }

    private Task ApplyAsync(IDbSession session, StalledJobDecision decision, IReadOnlyList<JobRow> jobs, DateTime now, CancellationToken cancellationToken) => decision switch
    {
        StalledJobDecision.MarkStalled => MarkStalledAsync(session, jobs, now, cancellationToken),
        StalledJobDecision.Fail fail => StopAsync(session, jobs, JobStatus.Failed, fail.MinorStatus, now, cancellationToken),
        StalledJobDecision.ForceRescheduled again => StopAsync(session, jobs, JobStatus.Rescheduled, again.MinorStatus, now, cancellationToken),
        StalledJobDecision.FailUnconfirmed => MoveAsync(session, jobs, JobStatus.Failed, NotConfirmed, now, cancellationToken),
        StalledJobDecision.Reschedule => RescheduleAsync(session, jobs, now, cancellationToken),
        _ => Task.CompletedTask,
    };

    // LastUpdateTime stays: the age of a stalled job counts from its last sign of life.
    private async Task MarkStalledAsync(IDbSession session, IReadOnlyList<JobRow> jobs, DateTime now, CancellationToken cancellationToken)
    {
        await JobStore.SetStalledAsync(session, [.. jobs.Select(job => job.JobID)], cancellationToken);
        await outbox.AddAsync(
            session,
            jobs.Select(job => JobLogRow.Now(job.JobID, JobStatus.Stalled, job.MinorStatus, Application(job), now, Sources.StalledJobAgent)),
            cancellationToken);
    }

    private async Task StopAsync(IDbSession session, IReadOnlyList<JobRow> jobs, JobStatus status, string minor, DateTime now, CancellationToken cancellationToken)
    {
        foreach (var job in jobs) await CommandStore.AddAsync(session, job.JobID, CommandStore.Kill, "", now, cancellationToken);
        await MoveAsync(session, jobs, status, minor, now, cancellationToken);
    }

    private async Task MoveAsync(IDbSession session, IReadOnlyList<JobRow> jobs, JobStatus status, string minor, DateTime now, CancellationToken cancellationToken)
    {
        foreach (var alike in jobs.GroupBy(Application))
        {
            List<long> ids = [.. alike.Select(job => job.JobID)];
            await JobStore.MoveAsync(session, ids, status, minor, alike.Key, now, cancellationToken);
            if (status == JobStatus.Failed) await JobStore.SetEndAsync(session, ids, now, cancellationToken);
            await AttemptStore.EndUnleasedAsync(session, ids, AttemptOutcome.Expired, cancellationToken);
            await outbox.AddAsync(session, ids.Select(id => JobLogRow.Now(id, status, minor, alike.Key, now, Sources.StalledJobAgent)), cancellationToken);
        }
    }

    private async Task RescheduleAsync(IDbSession session, IReadOnlyList<JobRow> jobs, DateTime now, CancellationToken cancellationToken)
    {
        foreach (var job in jobs) await rescheduling.ByWishAsync(session, job, reset: false, Sources.StalledJobAgent, now, cancellationToken);
    }

    private static string Application(JobRow job) => job.ApplicationStatus ?? "Unknown";
}
