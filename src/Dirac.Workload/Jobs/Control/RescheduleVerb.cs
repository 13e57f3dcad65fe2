using Dirac.Model.Api;
using Dirac.Model.Jobs;
using Dirac.Model.Text;
using Dirac.Persistence;
using Dirac.Security.Policies;

namespace Dirac.Workload.Jobs.Control;

/// <summary>Puts jobs back to their start, counted or with the count begun anew (domain rules 2.3).</summary>
/// <remarks>
/// A payload that still runs is told to stop, and the job is not given to another pilot before it has. Like DIRAC's, it does not ask the
/// state machine, but a job that is deleted stays so, and one that ended well or on request does not fail for having been asked for too often.
/// </remarks>
internal sealed class RescheduleVerb(Rescheduling rescheduling, bool reset) : IJobVerb
{
    public JobRights Right => reset ? JobRights.Reset : JobRights.Reschedule;

    // As in DIRAC, so that no pilot takes the job while it is being put back.
    public QueueLeave Leaves => QueueLeave.Before;

    public string? Refusal(JobRow job) => job.ParsedStatus switch
    {
        JobStatus.Deleted => $"Job {job.JobID} is deleted and cannot be rescheduled.",
        JobStatus.Done or JobStatus.Completed or JobStatus.Killed when !reset && rescheduling.IsExhausted(job) =>
            $"Job {job.JobID} was rescheduled {Numbers.Of(job.RescheduleCounter, "time")}, which is the most; it stays {job.Status}.",
        _ => null,
    };

    public async Task ChangeAsync(IDbSession session, IReadOnlyList<JobRow> jobs, DateTime now, BulkOutcome outcome, CancellationToken cancellationToken)
    {
        foreach (var job in jobs) Note(outcome, job.JobID, await rescheduling.ByWishAsync(session, job, reset, Sources.JobManager, now, cancellationToken));
    }

    private static void Note(BulkOutcome outcome, long id, StatusChange change)
    {
        if (change.Status == nameof(JobStatus.Failed)) outcome.Fail(id, $"Job {id}: {change.MinorStatus}.");
        else outcome.Succeed(id, change);
    }
}
