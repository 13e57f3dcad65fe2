using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Jobs.Control;

/// <summary>The frame of every operation on many jobs: loads them, judges each, changes those that pass, empties the queues, tells each outcome.</summary>
/// <remarks>
/// Jobs are changed some hundreds to a transaction, so that a list of any length keeps nobody else waiting. No job is half changed; when the
/// server dies on the way, the jobs of the transactions before are changed, and repeating the call says so for each.
/// </remarks>
internal sealed class BulkControl(WorkloadDatabases databases, LeaveTaskQueues queues, TimeProvider clock)
{
    private const int JobsPerTransaction = 500;

    public async Task<BulkResult> RunAsync(Caller caller, IReadOnlyList<long> ids, IJobVerb verb, CancellationToken cancellationToken)
    {
        var outcome = new BulkOutcome();
        foreach (var chunk in ids.Distinct().Chunk(JobsPerTransaction))
        {
            if (verb.Leaves == QueueLeave.Before) await queues.RunAsync(await AllowedAsync(caller, chunk, verb, cancellationToken), cancellationToken);
            var part = await databases.Jobs.WriteAsync((session, token) => ApplyAsync(session, caller, chunk, verb, token), cancellationToken);

            // What was committed is carried out, even if nobody waits for the answer any more.
            if (verb.Leaves == QueueLeave.After) await queues.RunAsync([.. part.Succeeded], CancellationToken.None);
            outcome.Add(part.ToResult());
        }

        return outcome.ToResult();
    }

    private async Task<BulkOutcome> ApplyAsync(IDbSession session, Caller caller, IReadOnlyList<long> ids, IJobVerb verb, CancellationToken cancellationToken)
    {
        var outcome = new BulkOutcome();
        var rows = (await JobStore.LoadAsync(session, caller.OnlyVo, ids, cancellationToken)).ToDictionary(row => row.JobID);
        var fit = new List<JobRow>();
        foreach (var id in ids)
        {
            var job = rows.GetValueOrDefault(id);
            if (JobAccess.Refusal(caller, job, id, verb.Right) is { } forbidden) outcome.Fail(id, forbidden, JobAccess.KindOf(caller, job));
            else if (verb.Refusal(job!) is { } refusal) outcome.Fail(id, refusal);
            else fit.Add(job!);
        }

        if (fit.Count > 0) await verb.ChangeAsync(session, fit, clock.GetUtcNow().UtcDateTime, outcome, cancellationToken);
        return outcome;
    }

    private async Task<IReadOnlyList<long>> AllowedAsync(Caller caller, IReadOnlyList<long> ids, IJobVerb verb, CancellationToken cancellationToken)
    {
        var rows = await databases.Jobs.ReadAsync((session, token) => JobStore.LoadAsync(session, caller.OnlyVo, ids, token), cancellationToken);
        return [.. rows.Where(row => (JobAccess.Refusal(caller, row, row.JobID, verb.Right) ?? verb.Refusal(row)) is null).Select(row => row.JobID)];
    }
}
