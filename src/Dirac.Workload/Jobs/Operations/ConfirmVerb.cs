using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Security.Policies;
using Dirac.Workload.Jobs.Control;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>Starts jobs that were left Submitting, each by itself: whoever asks for this puts something in order and wants what can be had.</summary>
/// <remarks>The single call confirms all of a bulk or nothing, see <see cref="ConfirmJobs"/>.</remarks>
internal sealed class ConfirmVerb(ConfirmJobs confirm) : IJobVerb
{
    public JobRights Right => JobRights.Submit | JobRights.ChangeStatus;

    public QueueLeave Leaves => QueueLeave.Never;

    public string? Refusal(JobRow job) => job.ParsedStatus == JobStatus.Submitting ? null : $"Job {job.JobID} is {job.Status}: there is nothing to confirm.";

    public async Task ChangeAsync(IDbSession session, IReadOnlyList<JobRow> jobs, DateTime now, BulkOutcome outcome, CancellationToken cancellationToken)
    {
        await confirm.StartAsync(session, [.. jobs.Select(job => job.JobID)], now, cancellationToken);
        foreach (var job in jobs) outcome.Succeed(job.JobID, EndJobs.Change(JobStatus.Received, MinorStatuses.JobAccepted, now));
    }
}
