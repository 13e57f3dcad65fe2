using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;

namespace Dirac.Workload.Jobs.Reading;

/// <summary>Which of the jobs somebody asks about may be shown: the right GetInfo, with the VO's setting of who sees what.</summary>
internal sealed class ReadableJobs(WorkloadDatabases databases, JobVisibility visibility)
{
    /// <summary>The job's row, if the caller may see it.</summary>
    /// <exception cref="DiracException">NotFound, also for a job of another VO, or NotAuthorized.</exception>
    public async Task<JobRow> DemandAsync(Caller caller, long id, CancellationToken cancellationToken)
    {
        var rows = await databases.Jobs.ReadAsync((session, token) => JobStore.ReadAsync(session, caller.OnlyVo, [id], token), cancellationToken);
        if (rows.Count == 0) throw new DiracException(ErrorCode.NotFound, NotThere(id), "List your jobs with 'dirac job list'.");
        return visibility.Sees(caller, JobAccess.Ownership(rows[0]))
            ? rows[0]
            : throw new DiracException(ErrorCode.NotAuthorized, Hidden(id), "Ask its owner, or use a group with the property JobMonitor.");
    }

    /// <summary>Sorts jobs into those that may be shown and those that may not, with the reason.</summary>
    public async Task<(IReadOnlyList<long> Readable, IReadOnlyDictionary<long, FailedItem> Failed)> SortAsync(
        Caller caller, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var rows = await databases.Jobs.ReadAsync((session, token) => JobStore.ReadAsync(session, caller.OnlyVo, ids, token), cancellationToken);
        var known = rows.ToDictionary(row => row.JobID, JobAccess.Ownership);
        var readable = new List<long>(rows.Count);
        var failed = new Dictionary<long, FailedItem>();
        foreach (var id in ids)
        {
            if (!known.TryGetValue(id, out var ownership)) failed[id] = new FailedItem(NotThere(id));
            else if (!visibility.Sees(caller, ownership)) failed[id] = new FailedItem(Hidden(id));
            else readable.Add(id);
        }

        return (readable, failed);
    }

    private static string NotThere(long id) => $"Job {id} does not exist.";

    private static string Hidden(long id) => $"Job {id} belongs to somebody else, and this VO shows jobs to their owners only.";
}
