using Dirac.Model.Api;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Logging;
using Dirac.Workload.Optimisation;

namespace Dirac.Workload.Jobs.Control;

/// <summary>Confirms a bulk that was left Submitting, by a DIRAC on the same database or for a client of it: all of its jobs start, or none (domain rules 2.1).</summary>
/// <remarks>Submissions over REST need no confirmation. A repeated call, whose first answer was lost, is answered like the first.</remarks>
internal sealed class ConfirmJobs(WorkloadDatabases databases, LoggingOutbox outbox, OptimizerQueue optimizers, TimeProvider clock)
{
    private const string OthersFailed = "It was not confirmed, because others of the call cannot be.";

    public async Task<BulkResult> RunAsync(Caller caller, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        (await databases.Jobs.WriteAsync((session, token) => ApplyAsync(session, caller, ids, token), cancellationToken)).ToResult();

    /// <summary>Starts jobs that are Submitting, in the caller's transaction.</summary>
    public async Task StartAsync(IDbSession session, IReadOnlyList<long> ids, DateTime now, CancellationToken cancellationToken)
    {
        await JobStore.MoveAsync(session, ids, JobStatus.Received, MinorStatuses.JobAccepted, "Unknown", now, cancellationToken);
        await outbox.AddAsync(
            session, ids.Select(id => JobLogRow.Now(id, JobStatus.Received, MinorStatuses.JobAccepted, "Unknown", now, Sources.JobManager)), cancellationToken);
        await optimizers.StartAsync(session, ids, cancellationToken);
    }

    private async Task<BulkOutcome> ApplyAsync(IDbSession session, Caller caller, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var outcome = new BulkOutcome();
        var now = clock.GetUtcNow().UtcDateTime;
        var rows = (await JobStore.LoadAsync(session, caller.OnlyVo, ids, cancellationToken)).ToDictionary(row => row.JobID);
        var waiting = rows.Values.Any(row => row.ParsedStatus == JobStatus.Submitting);
        foreach (var id in ids)
        {
            if (JobAccess.Refusal(caller, rows.GetValueOrDefault(id), id, JobRights.Submit | JobRights.ChangeStatus) is { } refusal) outcome.Fail(id, refusal);
            else if (!Fits(rows[id], waiting)) outcome.Fail(id, $"Job {id} is {rows[id].Status} and cannot be confirmed.");
        }

        if (outcome.HasFailures) foreach (var id in ids.Where(id => !outcome.Contains(id))) outcome.Fail(id, OthersFailed);
        else await AnswerAsync(session, ids, waiting, now, outcome, cancellationToken);
        return outcome;
    }

    // A bulk is confirmed at once, so its jobs are all Submitting, or all beyond that. One that failed may have failed for want of the confirmation.
    private static bool Fits(JobRow job, bool waiting) => waiting
        ? job.ParsedStatus == JobStatus.Submitting
        : job.ParsedStatus is not (JobStatus.Failed or JobStatus.Killed or JobStatus.Deleted);

    private async Task AnswerAsync(IDbSession session, IReadOnlyList<long> ids, bool waiting, DateTime now, BulkOutcome outcome, CancellationToken cancellationToken)
    {
        if (waiting) await StartAsync(session, ids, now, cancellationToken);
        foreach (var id in ids)
        {
            outcome.Succeed(id, waiting ? EndJobs.Change(JobStatus.Received, MinorStatuses.JobAccepted, now) : new StatusChange());
        }
    }
}
