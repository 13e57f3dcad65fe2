using Dirac.Persistence;
using Dirac.Security.Policies;
using Dirac.Workload.Jobs.Control;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>Does what another verb does, and writes each job's state before and its outcome down in the same transaction.</summary>
/// <remarks>So no job is changed twice for one operation, whoever dies or comes late: one that has an outcome is left out.</remarks>
internal sealed class TrackedVerb(IJobVerb verb, long operation) : IJobVerb
{
    // A job that was removed has no status to tell.
    private const string Gone = "Removed";

    public JobRights Right => verb.Right;

    public QueueLeave Leaves => verb.Leaves;

    public string? Refusal(JobRow job) => verb.Refusal(job);

    public async Task ChangeAsync(IDbSession session, IReadOnlyList<JobRow> jobs, DateTime now, BulkOutcome outcome, CancellationToken cancellationToken)
    {
        if (!await OperationStore.IsRunningAsync(session, operation, cancellationToken)) return;
        var waiting = await OperationJobStore.WaitingAmongAsync(session, operation, [.. jobs.Select(job => job.JobID)], cancellationToken);
        IReadOnlyList<JobRow> open = [.. jobs.Where(job => waiting.Contains(job.JobID))];
        if (open.Count == 0) return;
        await OperationJobStore.KeepAsync(session, operation, open, cancellationToken);
        await verb.ChangeAsync(session, open, now, outcome, cancellationToken);
        await RecordAsync(session, open, outcome, cancellationToken);
    }

    private async Task RecordAsync(IDbSession session, IReadOnlyList<JobRow> jobs, BulkOutcome outcome, CancellationToken cancellationToken)
    {
        var result = outcome.ToResult();
        var outcomes = new OperationOutcomes();
        foreach (var job in jobs)
        {
            if (result.Success.TryGetValue(job.JobID, out var change)) outcomes.Good(job.JobID, OperationStep.Succeeded, change.Status ?? Gone);
            else outcomes.Bad(job.JobID, OperationStep.Failed, result.Failed.GetValueOrDefault(job.JobID)?.Detail ?? "Nothing was said about it.");
        }

        await OperationJobStore.RecordAsync(session, operation, outcomes, cancellationToken);
    }
}
