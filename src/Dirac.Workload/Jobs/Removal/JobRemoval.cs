using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Workload.Jobs.Counts;

namespace Dirac.Workload.Jobs.Removal;

/// <summary>The inner step of removing jobs, for jobs whose removal is already allowed: by a caller's right, or by age.</summary>
/// <remarks>
/// The rows of JobDB go in the caller's transaction, and with them a task is written that forgets the jobs in the other databases: whatever
/// dies in between, nothing of them is left for long.
/// </remarks>
internal sealed class JobRemoval(ITaskQueue tasks)
{
    private const int JobsPerTask = 500;

    /// <summary>Removes those of the jobs that exist and whose payload cannot be running any more.</summary>
    /// <param name="session">A writing session of JobDB.</param>
    /// <param name="ids">The jobs. More than some thousand belong in transactions of their own: nobody else writes to SQLite meanwhile.</param>
    /// <param name="cancellationToken">Stops before the next statement.</param>
    /// <returns>The jobs that are gone. One that is not among them can be tried again when its attempt has ended.</returns>
    public async Task<IReadOnlyList<long>> RunAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var existing = await JobRemovalStore.ExistingAsync(session, ids, cancellationToken);
        var live = await JobRemovalStore.LiveAsync(session, existing, cancellationToken);
        List<long> leaving = [.. existing.Where(id => !live.Contains(id))];
        if (leaving.Count == 0) return leaving;
        await JobCounts.KeepAsync(session, leaving, () => JobRemovalStore.DeleteAsync(session, leaving, cancellationToken), cancellationToken);
        await tasks.EnqueueAsync(session, leaving.Chunk(JobsPerTask).Select(chunk => new NewTask<RemovedJobs>(new RemovedJobs(chunk))), cancellationToken);
        return leaving;
    }
}
