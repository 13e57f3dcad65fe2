using Dirac.Model.Jobs;
using Dirac.Model.Text;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Attempts;
using Dirac.Workload.Jobs;
using Dirac.Workload.Jobs.Control;

namespace Dirac.Workload.Sets.Actions;

/// <summary>Reschedules the failed jobs of a set that may be rescheduled once more. The rule then waits for the next failures.</summary>
/// <remarks>A job is rescheduled and passed over in one transaction, and only if it is still Failed: once, however often it is tried.</remarks>
internal sealed class RescheduleFailed(WorkloadDatabases databases, Rescheduling rescheduling, AttemptBell bell, TimeProvider clock)
{
    private const int AtOnce = 200;

    public async Task<LastStep> RunAsync(Caller owner, RuleRow rule, CancellationToken cancellationToken)
    {
        var (after, done, error) = (rule.LastJob, rule.Jobs, (string?)null);
        while (await databases.Jobs.ReadAsync(
            (session, token) => MemberStore.InStateAsync(session, rule.SetID, MemberState.Failed, after, AtOnce, token), cancellationToken) is { Count: > 0 } ids)
        {
            var (rescheduled, problem) = await databases.Jobs.WriteAsync((session, token) => ApplyAsync(session, owner, rule, ids, token), cancellationToken);
            (after, done, error) = (ids[^1], done + rescheduled, error ?? problem);
        }

        return (_, _) => Task.FromResult(new ActionResult(RuleState.Waiting, $"{Numbers.Were(done, "job")} rescheduled.", error));
    }

    private async Task<(int Rescheduled, string? Problem)> ApplyAsync(
        IDbSession session, Caller owner, RuleRow rule, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var (done, problem) = (0, (string?)null);
        var now = clock.GetUtcNow().UtcDateTime;
        foreach (var job in await JobStore.LoadAsync(session, owner.Vo, ids, cancellationToken))
        {
            if (job.ParsedStatus != JobStatus.Failed || job.RescheduleCounter >= (rule.Most ?? 1)) continue;
            var refusal = JobAccess.Refusal(owner, job, job.JobID, JobRights.Reschedule);
            var change = refusal is null ? await rescheduling.ByWishAsync(session, job, reset: false, Sources.JobManager, now, cancellationToken) : null;
            if (change?.Status == nameof(JobStatus.Received)) done++;
            else problem ??= refusal ?? $"Job {job.JobID}: {change!.MinorStatus}.";
        }

        await RuleStore.AdvanceAsync(session, rule.RuleID, ids[^1], done, cancellationToken);
        session.AfterCommit(bell.Ring);
        return (done, problem);
    }
}
