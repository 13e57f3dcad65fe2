using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Jdl;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Workload.Attempts;
using Dirac.Workload.Jobs.Submission;
using Dirac.Workload.Logging;
using Dirac.Workload.Optimisation;
using Dirac.Workload.Ports;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Jobs.Control;

/// <summary>Puts a job back to its start, inside one transaction of JobDB (domain rules 2.3).</summary>
internal sealed class Rescheduling(
    LoggingOutbox outbox,
    OptimizerQueue optimizers,
    IJobParameterStore parameters,
    IOptions<WorkloadOptions> options)
{
    /// <summary>Whether a job has been rescheduled as often as it may be.</summary>
    public bool IsExhausted(JobRow job) => job.RescheduleCounter >= options.Value.MaxRescheduling;

    /// <summary>Reschedules a job on somebody's wish; at the limit it becomes Failed instead.</summary>
    /// <param name="session">Of JobDB.</param>
    /// <param name="job">The job.</param>
    /// <param name="reset">Starts the count anew.</param>
    /// <param name="source">Who asks.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="cancellationToken">Stops before the next statement.</param>
    public async Task<StatusChange> ByWishAsync(
        IDbSession session, JobRow job, bool reset, string source, DateTime now, CancellationToken cancellationToken)
    {
        var counter = reset ? 0 : job.RescheduleCounter + 1;
        if (!reset && IsExhausted(job))
        {
            return await FailAsync(session, job, MinorStatuses.MaximumOfReschedulings, "Unknown", source, now, cancellationToken);
        }

        return await RestartAsync(session, job, counter, "Unknown", source, now, cancellationToken);
    }

    /// <summary>Runs a job again because its pilot or node failed: not counted as a rescheduling, with a limit of its own.</summary>
    public async Task<StatusChange> AfterInfrastructureFailureAsync(
        IDbSession session, JobRow job, string reason, string source, DateTime now, CancellationToken cancellationToken)
    {
        var failures = (await AttemptStore.OfJobsAsync(session, [job.JobID], cancellationToken))
            .Count(attempt => attempt.Outcome is AttemptOutcome.Infrastructure or AttemptOutcome.Expired);
        if (failures > options.Value.MaxInfrastructureFailures)
        {
            return await FailAsync(session, job, MinorStatuses.MaximumOfReschedulings, reason, source, now, cancellationToken);
        }

        return await RestartAsync(session, job, job.RescheduleCounter, reason, source, now, cancellationToken);
    }

    private async Task<StatusChange> RestartAsync(
        IDbSession session, JobRow job, int counter, string application, string source, DateTime now, CancellationToken cancellationToken)
    {
        await parameters.ArchiveAsync(session, job.JobID, job.RescheduleCounter, cancellationToken);
        if (await RebuildAsync(session, job, cancellationToken) is { } problem)
        {
            return await FailAsync(session, job, MinorStatuses.ErrorInJdlSyntax, problem, source, now, cancellationToken);
        }

        await CommandStore.WithdrawAsync(session, [job.JobID], now, cancellationToken);
        await AttemptStore.SupersedeAsync(session, [job.JobID], cancellationToken);
        await JobStore.SetRescheduledAsync(session, job.JobID, counter, now, cancellationToken);
        await JobStore.MoveAsync(session, [job.JobID], JobStatus.Received, MinorStatuses.JobRescheduled, application, now, cancellationToken);
        await outbox.AddAsync(
            session, [JobLogRow.Now(job.JobID, JobStatus.Received, MinorStatuses.JobRescheduled, application, now, source)], cancellationToken);
        await optimizers.StartAsync(session, [job.JobID], cancellationToken);
        return new StatusChange
        {
            Status = nameof(JobStatus.Received), MinorStatus = MinorStatuses.JobRescheduled, ApplicationStatus = application, LastUpdateTime = now,
            RescheduleCounter = counter, RescheduleTime = now, Site = job.Site, UserPriority = job.UserPriority,
        };
    }

    // The derived description is made anew from the original, so that nothing an earlier optimisation decided survives.
    private static async Task<string?> RebuildAsync(IDbSession session, JobRow job, CancellationToken cancellationToken)
    {
        var texts = (await JobStore.LoadJdlsAsync(session, [job.JobID], cancellationToken))[0];
        try
        {
            var derived = JobFactory.Derive(ClassAd.Parse(texts.OriginalText), job.Owner, job.OwnerGroup, job.VO);
            await JobStore.SetJdlAsync(session, job.JobID, JobNumber.Fill(derived.Derived, job.JobID), cancellationToken);
            return null;
        }
        catch (DiracException error)
        {
            return error.Message;
        }
    }

    private async Task<StatusChange> FailAsync(
        IDbSession session, JobRow job, string minor, string application, string source, DateTime now, CancellationToken cancellationToken)
    {
        await AttemptStore.SupersedeAsync(session, [job.JobID], cancellationToken);
        await JobStore.MoveAsync(session, [job.JobID], JobStatus.Failed, minor, application, now, cancellationToken);
        await JobStore.SetEndAsync(session, [job.JobID], now, cancellationToken);
        await outbox.AddAsync(session, [JobLogRow.Now(job.JobID, JobStatus.Failed, minor, application, now, source)], cancellationToken);
        return new StatusChange { Status = nameof(JobStatus.Failed), MinorStatus = minor, ApplicationStatus = application, LastUpdateTime = now };
    }
}
