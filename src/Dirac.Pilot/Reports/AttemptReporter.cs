using Dirac.Model.Api;
using Dirac.Model.Jobs;
using Dirac.Pilot.Workflows;

namespace Dirac.Pilot.Reports;

/// <summary>Writes one attempt's reports: numbers them and stamps them with the time.</summary>
/// <remarks>Not thread-safe: one wrapper reports at a time.</remarks>
internal sealed class AttemptReporter(AttemptKey attempt, ReportOutbox outbox, TimeProvider clock)
{
    private long _sequence;

    /// <summary>Reports a change of status; absent parts keep their value.</summary>
    internal void Status(JobStatus? status = null, string? minor = null, string? application = null, IReadOnlyDictionary<string, string>? parameters = null) =>
        outbox.Post(Report(status, minor, application) with { Parameters = parameters });

    /// <summary>Reports application statuses that the payload itself told, as its own.</summary>
    internal void Application(IReadOnlyList<WorkflowStatus> statuses) => outbox.Post(Report(null, null, null) with
    {
        Statuses = [.. statuses.Select(status => new TimedStatus(status.Time, new StatusUpdate(null, null, status.Text, $"Job_{attempt.JobId}")))],
    });

    /// <summary>Reports the attempt's end with the job's final status.</summary>
    internal void Finished(JobStatus status, string minor, string? application, string? outputSandbox) =>
        outbox.Post(Report(status, minor, application) with { Outcome = "Finished", OutputSandbox = outputSandbox });

    /// <summary>Reports that the attempt ended for a reason that is not the user's.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="fault">Node, Payload or Pilot.</param>
    internal void Infrastructure(string reason, string fault) =>
        outbox.Post(Report(null, null, null) with { Statuses = [], Outcome = "Infrastructure", Reason = reason, Fault = fault });

    private AttemptReport Report(JobStatus? status, string? minor, string? application) => new()
    {
        JobID = attempt.JobId,
        Attempt = attempt.Attempt,
        Sequence = ++_sequence,
        Statuses = [new TimedStatus(clock.GetUtcNow(), new StatusUpdate(status?.ToString(), minor, application, Sources.JobWrapper))],
    };
}
