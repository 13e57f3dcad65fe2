using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Jdl;
using Dirac.Model.Jobs;
using Dirac.Model.Text;
using Dirac.Pilot.Attempts;
using Dirac.Pilot.Leases;
using Dirac.Pilot.Matching;
using Dirac.Pilot.Reports;
using Microsoft.Extensions.Logging;

namespace Dirac.Pilot.Payloads;

/// <summary>Turns the server's answer to an offer into a running attempt.</summary>
internal sealed partial class AttemptRunner(WorkerNode node, Slots slots, LeaseKeeper leases, ReportOutbox outbox, ILogger<AttemptRunner> logger) : IJobRunner
{
    /// <inheritdoc/>
    public JobRun Prepare(MatchReply job, long askedAt, SlotShare offer, CancellationToken draining)
    {
        var reporter = new AttemptReporter(new AttemptKey(job.JobID, job.Attempt), outbox, node.Clock);
        if (draining.IsCancellationRequested) return HandBack(reporter, "The pilot takes no more jobs");
        JobDescription description;
        try
        {
            description = new JobDescription(ClassAd.Parse(job.JDL));
        }
        catch (DiracException error)
        {
            return new JobRun(default, () => EndAsync(() => reporter.Finished(JobStatus.Failed, MinorStatuses.IllegalJobJdl, error.Message, null)));
        }

        if (slots.Fit(description, offer) is not { } share) return HandBack(reporter, $"The job needs more than the {Numbers.Of(offer.Processors, "processor")} it was matched to");
        return new JobRun(share, () => RunAsync(job, askedAt, description, share, reporter));
    }

    private static JobRun HandBack(AttemptReporter reporter, string reason) => new(default, () => EndAsync(() => reporter.Infrastructure(reason, AttemptEnd.Infrastructure.Pilot)));

    private static Task EndAsync(Action report)
    {
        report();
        return Task.CompletedTask;
    }

    private async Task RunAsync(MatchReply job, long askedAt, JobDescription description, SlotShare share, AttemptReporter reporter)
    {
        using var attempt = new Attempt(job, askedAt, node.Clock) { StopSignal = (int)description.StopSignalNumber };
        LogStart(attempt.Key.JobId, attempt.Key.Attempt, share.Processors);
        try
        {
            if (attempt.LeaseLeft <= TimeSpan.Zero) await leases.ConfirmAsync(attempt, attempt.Killing);
            leases.Add(attempt);
            var wrapper = new JobWrapper(attempt, description, share, node, reporter)
            {
                OnCredentialTrouble = problem => LogCredentials(attempt.Key.JobId, attempt.Key.Attempt, problem),
            };
            var leftover = await wrapper.RunAsync();
            if (leftover is not null) LogLeftover(attempt.Key.JobId, attempt.Key.Attempt, leftover);
        }
        catch (Exception error)
        {
            LogBroken(attempt.Key.JobId, attempt.Key.Attempt, error);
            reporter.Infrastructure($"The pilot failed: {error.Message}", AttemptEnd.Infrastructure.Node);
        }

        leases.Remove(attempt);
        LogEnd(attempt.Key.JobId, attempt.Key.Attempt, attempt.StopReason?.GetType().Name ?? "by itself");
    }

    [LoggerMessage(12_300, LogLevel.Information, "Job {JobId} attempt {Attempt} starts on {Processors} processors")]
    private partial void LogStart(long jobId, int attempt, int processors);

    [LoggerMessage(12_301, LogLevel.Information, "Job {JobId} attempt {Attempt} ended: {How}")]
    private partial void LogEnd(long jobId, int attempt, string how);

    [LoggerMessage(12_304, LogLevel.Warning, "The credentials of job {JobId} attempt {Attempt} cannot be renewed now: {Problem}")]
    private partial void LogCredentials(long jobId, int attempt, string problem);

    [LoggerMessage(12_303, LogLevel.Warning, "The directory of job {JobId} attempt {Attempt} could not be deleted: {Problem}")]
    private partial void LogLeftover(long jobId, int attempt, string problem);

    [LoggerMessage(12_302, LogLevel.Error, "Job {JobId} attempt {Attempt} could not be carried through")]
    private partial void LogBroken(long jobId, int attempt, Exception error);
}
