using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Workload.Attempts;
using Dirac.Workload.Jobs;
using Dirac.Workload.Jobs.Control;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Rescue;

/// <summary>Task: gives back the jobs of pilots whose leases ended. Jobs without a lease are <see cref="Housekeeping.Stalled.TreatStalledJobs"/>' business.</summary>
internal sealed class RescueStalledJobs(
    WorkloadDatabases databases,
    Rescheduling rescheduling,
    WakingMoment waking,
    IOptions<WorkloadOptions> options,
    TimeProvider clock) : ITaskHandler<RescueRound>
{
    private const int AtOnce = 100;

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<RescueRound>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        while (await EndExpiredAsync(cancellationToken) == AtOnce && !context.Stopping.IsCancellationRequested) cancellationToken.ThrowIfCancellationRequested();
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    /// <summary>Ends attempts whose lease and grace are over; returns how many.</summary>
    public async Task<int> EndExpiredAsync(CancellationToken cancellationToken)
    {
        // Pilots that finished while no server was there, or while it slept, get to say so before their jobs are run again.
        if (waking.AwakeFor(TimeSpan.FromSeconds(options.Value.RescueIntervalSeconds)) < TimeSpan.FromSeconds(options.Value.RescueStartDelaySeconds)) return 0;
        var graceMs = options.Value.LeaseGraceSeconds * 1000L;
        var expired = await databases.Jobs.ReadAsync((session, token) => AttemptStore.ExpiredAsync(session, graceMs, AtOnce, token), cancellationToken);
        if (expired.Count > 0)
        {
            await databases.Jobs.WriteAsync((session, token) => EndAsync(session, expired, graceMs, token), cancellationToken);
        }

        return expired.Count;
    }

    private async Task EndAsync(IDbSession session, IReadOnlyList<AttemptRow> candidates, long graceMs, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var still = (await AttemptStore.ExpiredAsync(session, graceMs, AtOnce, cancellationToken)).Select(attempt => (attempt.JobID, attempt.Attempt)).ToHashSet();
        foreach (var attempt in candidates.Where(attempt => still.Contains((attempt.JobID, attempt.Attempt))))
        {
            var reason = $"Pilot {attempt.PilotStamp} was not heard of until its lease ended";
            var outcome = attempt.IsCurrent ? AttemptOutcome.Expired : attempt.Outcome;
            if (!await AttemptStore.EndAsync(session, attempt, outcome, reason, AttemptFault.Unknown, cancellationToken) || !attempt.IsCurrent) continue;
            var job = (await JobStore.LoadAsync(session, null, [attempt.JobID], cancellationToken)).SingleOrDefault();
            if (job is not null && !JobStatuses.IsFinal(job.ParsedStatus))
            {
                await rescheduling.AfterInfrastructureFailureAsync(session, job, reason, Sources.StalledJobAgent, now, cancellationToken);
            }
        }
    }
}
