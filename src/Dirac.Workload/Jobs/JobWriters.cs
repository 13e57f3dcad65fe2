using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Attempts;

namespace Dirac.Workload.Jobs;

/// <summary>Says whether a caller may write to jobs: users by the job policy, pilots the jobs they hold.</summary>
internal static class JobWriters
{
    /// <summary>Throws for the first job the caller may not write to; returns the rows.</summary>
    public static async Task<IReadOnlyList<JobRow>> DemandAsync(
        IDbSession session, Caller caller, IReadOnlyList<long> ids, JobRights wanted, CancellationToken cancellationToken)
    {
        var rows = await JobStore.LoadAsync(session, caller.OnlyVo, ids, cancellationToken);
        var known = rows.ToDictionary(row => row.JobID);
        var held = await HeldAsync(session, caller, cancellationToken);
        var fenced = await PilotFence.FencedAsync(session, caller, rows, cancellationToken);
        foreach (var id in ids)
        {
            if (fenced.Contains(id)) throw new DiracException(ErrorCode.Conflict, PilotFence.Words(id));
            if (caller.Kind != CallerKind.Pilot) JobAccess.Demand(caller, known.GetValueOrDefault(id), id, wanted);
            else if (!held.Contains(id)) throw new DiracException(ErrorCode.NotFound, NotHeld(id));
        }

        return rows;
    }

    /// <summary>The rows of the jobs the caller may write to, and a failure for each of the others.</summary>
    public static async Task<(IReadOnlyList<JobRow> Rows, BulkOutcome Outcome)> SortAsync(
        IDbSession session, Caller caller, IReadOnlyList<long> ids, JobRights wanted, CancellationToken cancellationToken)
    {
        var outcome = new BulkOutcome();
        var known = (await JobStore.LoadAsync(session, caller.OnlyVo, ids, cancellationToken)).ToDictionary(row => row.JobID);
        var held = await HeldAsync(session, caller, cancellationToken);
        var fenced = await PilotFence.FencedAsync(session, caller, known.Values, cancellationToken);
        var rows = new List<JobRow>(ids.Count);
        foreach (var id in ids)
        {
            var row = known.GetValueOrDefault(id);
            var refusal = caller.Kind != CallerKind.Pilot ? JobAccess.Refusal(caller, row, id, wanted) : held.Contains(id) ? null : NotHeld(id);
            if (refusal is not null) outcome.Fail(id, refusal, caller.Kind != CallerKind.Pilot ? JobAccess.KindOf(caller, row) : FailedKind.NotFound);
            else if (fenced.Contains(id)) outcome.Fail(id, PilotFence.Words(id));
            else rows.Add(row!);
        }

        return (rows, outcome);
    }

    private static async Task<HashSet<long>> HeldAsync(IDbSession session, Caller caller, CancellationToken cancellationToken) => caller.PilotStamp is { } stamp
        ? [.. (await AttemptStore.LiveOfPilotAsync(session, caller.Vo, stamp, cancellationToken)).Where(attempt => attempt.IsCurrent).Select(attempt => attempt.JobID)]
        : [];

    private static string NotHeld(long id) => $"Job {id} is not held by this pilot.";
}
