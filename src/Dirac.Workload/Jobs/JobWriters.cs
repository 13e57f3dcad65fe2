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
        var rows = await JobStore.LoadAsync(session, caller.Vo, ids, cancellationToken);
        var known = rows.ToDictionary(row => row.JobID);
        var held = caller.PilotStamp is { } stamp
            ? (await AttemptStore.LiveOfPilotAsync(session, stamp, cancellationToken)).Where(attempt => attempt.IsCurrent).Select(attempt => attempt.JobID).ToHashSet()
            : [];
        foreach (var id in ids)
        {
            if (caller.Kind == CallerKind.User) JobAccess.Demand(caller, known.GetValueOrDefault(id), id, wanted);
            else if (!held.Contains(id)) throw new DiracException(ErrorCode.NotFound, $"Job {id} is not held by this pilot.");
        }

        return rows;
    }
}
