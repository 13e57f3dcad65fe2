using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Jobs.Control;

namespace Dirac.Workload.Jobs.Removal;

/// <summary>Removes jobs for good on somebody's wish, whatever their state; one outcome per job.</summary>
/// <remarks>Unlike DIRAC's, it leaves a job whose payload may still run: killing it comes first, and removing it does not free the node.</remarks>
internal sealed class RemoveJobs(BulkControl control, JobRemoval removal) : IJobVerb
{
    public JobRights Right => JobRights.Delete;

    public QueueLeave Leaves => QueueLeave.Never;

    public Task<BulkResult> RunAsync(Caller caller, IReadOnlyList<long> ids, CancellationToken cancellationToken) => control.RunAsync(caller, ids, this, cancellationToken);

    public string? Refusal(JobRow job) => null;

    public async Task ChangeAsync(IDbSession session, IReadOnlyList<JobRow> jobs, DateTime now, BulkOutcome outcome, CancellationToken cancellationToken)
    {
        var removed = (await removal.RunAsync(session, [.. jobs.Select(job => job.JobID)], cancellationToken)).ToHashSet();
        foreach (var job in jobs)
        {
            if (removed.Contains(job.JobID)) outcome.Succeed(job.JobID, new StatusChange());
            else outcome.Fail(job.JobID, $"Job {job.JobID} is {job.Status}, and its payload may still run: kill it first.");
        }
    }
}
