using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Logging;
using Dirac.Workload.Optimisation;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Jobs.Submission;

/// <summary>Accepts jobs: all of a submission or none.</summary>
/// <remarks>When it returns, the jobs, their history and the message that starts their optimisation are durable.</remarks>
internal sealed class SubmitJobs(
    WorkloadDatabases databases,
    LoggingOutbox outbox,
    OptimizerQueue optimizers,
    WorkloadConfiguration configuration,
    IOptions<WorkloadOptions> options,
    TimeProvider clock)
{
    public async Task<IReadOnlyList<SubmittedJob>> RunAsync(Caller caller, IReadOnlyList<string> descriptions, CancellationToken cancellationToken)
    {
        if (!JobPolicy.MaySubmit(caller))
        {
            throw new DiracException(
                ErrorCode.NotAuthorized, $"Group {caller.Group} may not submit jobs.", "Log in with a group that has the property NormalUser.");
        }

        var jobs = JobFactory.Create(descriptions, caller, configuration.LimitsOf(caller.Vo), options.Value.MaxJobsPerSubmission);
        var now = clock.GetUtcNow();
        var ids = await databases.Jobs.WriteAsync((session, token) => StoreAsync(session, jobs, now.UtcDateTime, token), cancellationToken);
        return [.. ids.Select(id => new SubmittedJob(id, nameof(JobStatus.Received), MinorStatuses.JobAccepted, now))];
    }

    private async Task<IReadOnlyList<long>> StoreAsync(IDbSession session, IReadOnlyList<NewJob> jobs, DateTime now, CancellationToken cancellationToken)
    {
        var ids = await JobStore.InsertAsync(session, jobs, now, cancellationToken);
        var history = ids.Select(id => JobLogRow.Now(id, JobStatus.Received, MinorStatuses.JobAccepted, "Unknown", now, Sources.JobManager));
        await outbox.AddAsync(session, history, cancellationToken);
        await optimizers.StartAsync(session, ids, cancellationToken);
        return ids;
    }
}
