using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Workload.Jobs;
using Dirac.Workload.Jobs.Control;
using Dirac.Workload.Jobs.Parameters;
using Dirac.Workload.Logging;
using Dirac.Workload.Pilots.BlackHoles;
using Dirac.Workload.Ports;

namespace Dirac.Workload.Attempts;

/// <summary>Writes one new report of a current attempt, inside one transaction of JobDB.</summary>
internal sealed class ApplyReport(
    LoggingOutbox outbox, Rescheduling rescheduling, IJobParameterStore parameters, SuspectPilots suspect, TimeProvider clock)
{
    /// <summary>Applies the report; returns the order value of the job's latest history line.</summary>
    public async Task<double> RunAsync(IDbSession session, AttemptRow attempt, AttemptReport report, double lastOrder, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var job = (await JobStore.LoadAsync(session, null, [report.JobID], cancellationToken)).Single();
        await AttemptStore.AdvanceAsync(session, attempt, report.Sequence, cancellationToken);
        if (report.Parameters is { Count: > 0 } values) await parameters.SetAsync(session, report.JobID, values, cancellationToken);
        var (status, order) = await SetStatusesAsync(session, job, report, lastOrder, now, cancellationToken);
        if (report.Outcome is not null) await EndAsync(session, attempt, job, report, status, now, cancellationToken);
        return order;
    }

    private async Task<(JobStatus Status, double Order)> SetStatusesAsync(
        IDbSession session, JobRow job, AttemptReport report, double lastOrder, DateTime now, CancellationToken cancellationToken)
    {
        if (report.Statuses.Count == 0) return (job.ParsedStatus, lastOrder);
        var decision = JobStatusRules.Apply(job.State, lastOrder, [.. report.Statuses.Select(status => Timed(status, LoggingHistory.TimeOf(lastOrder), now))], force: false, now);
        if (decision.ChangesJob) await JobStore.SetStatesAsync(session, [new StateUpdate(job, decision.NewState, now)], now, cancellationToken);
        await outbox.AddAsync(session, decision.LogRows.Select(row => JobLogRow.From(job.JobID, row)), cancellationToken);
        return (decision.NewState.Status, Math.Max(lastOrder, decision.LogRows.Max(row => row.Order)));
    }

    private async Task EndAsync(
        IDbSession session, AttemptRow attempt, JobRow job, AttemptReport report, JobStatus status, DateTime now, CancellationToken cancellationToken)
    {
        var (outcome, reason) = (report.Outcome!, report.Reason ?? "");
        if (outcome is not (AttemptOutcome.Finished or AttemptOutcome.Infrastructure))
        {
            throw new DiracException(ErrorCode.BadRequest, $"An attempt ends as Finished or Infrastructure, not as '{outcome}'.");
        }

        var fault = outcome == AttemptOutcome.Finished ? FaultOf(status) : FaultOf(report.Fault);
        await AttemptStore.EndAsync(session, attempt, outcome, reason, fault, cancellationToken);
        await suspect.AfterEndAsync(session, attempt, fault, now, cancellationToken);
        if (outcome == AttemptOutcome.Infrastructure && !JobStatuses.IsFinal(job.ParsedStatus))
        {
            await rescheduling.AfterInfrastructureFailureAsync(session, job, Cut(reason), Sources.JobAgent, now, cancellationToken);
        }
    }

    // What the user or an administrator killed says nothing about the node.
    private static string FaultOf(JobStatus status) => status switch
    {
        JobStatus.Done or JobStatus.Completed => AttemptFault.None,
        JobStatus.Failed => AttemptFault.Payload,
        _ => AttemptFault.Unknown,
    };

    private static string FaultOf(string? said) => said switch
    {
        null => AttemptFault.Node,
        AttemptFault.Node or AttemptFault.Payload or AttemptFault.Pilot => said,
        _ => throw new DiracException(ErrorCode.BadRequest, $"The fault of an attempt is Node, Payload or Pilot, not '{said}'."),
    };

    // The clock of a node may be wrong. What the current attempt says counts in the order it is said, and never lies in the future.
    private static TimedUpdate Timed(TimedStatus status, DateTime last, DateTime now) => new(
        new DateTime(Math.Max(Math.Min(status.Time.UtcTicks, now.Ticks), last.Ticks), DateTimeKind.Utc),
        status.Update.Status is null ? null : StatusNames.Parse(status.Update.Status),
        status.Update.MinorStatus,
        status.Update.ApplicationStatus,
        status.Update.Source);

    private static string Cut(string reason) => reason.Length <= 255 ? reason : reason[..255];
}
