using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Security.Policies;
using Dirac.Workload.Logging;
using Dirac.Workload.Optimisation;

namespace Dirac.Workload.Jobs.Control;

/// <summary>What the stager says of jobs that wait for their files: on to JobScheduling when they are there, else the job says that they are not.</summary>
internal sealed class StagedVerb(LoggingOutbox outbox, OptimizerQueue optimizers, bool done) : IJobVerb
{
    public JobRights Right => JobRights.ChangeStatus;

    public QueueLeave Leaves => QueueLeave.Never;

    public string? Refusal(JobRow job) => job.ParsedStatus == JobStatus.Staging ? null : $"Job {job.JobID} is {job.Status}: it waits for no files.";

    public async Task ChangeAsync(IDbSession session, IReadOnlyList<JobRow> jobs, DateTime now, BulkOutcome outcome, CancellationToken cancellationToken)
    {
        var ids = jobs.Select(job => job.JobID).ToList();
        var (status, minor) = done ? (JobStatus.Checking, JobSchedulingOptimizer.Name) : (JobStatus.Staging, MinorStatuses.StagingFailed);
        await JobStore.MoveAsync(session, ids, status, minor, "Unknown", now, cancellationToken);
        await outbox.AddAsync(session, ids.Select(id => JobLogRow.Now(id, status, minor, "Unknown", now, Sources.Stager)), cancellationToken);
        if (done) await optimizers.RequeueAsync(session, ids, cancellationToken);
        foreach (var id in ids) outcome.Succeed(id, EndJobs.Change(status, minor, now));
    }
}
