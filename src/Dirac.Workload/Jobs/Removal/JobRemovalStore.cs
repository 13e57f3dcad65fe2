using Dirac.Persistence;
using Dirac.Workload.Attempts;

namespace Dirac.Workload.Jobs.Removal;

/// <summary>The SQL that takes jobs out of JobDB for good.</summary>
internal static class JobRemovalStore
{
    private const int IdsPerStatement = 500;

    /// <summary>
    /// Every table of JobDB that has lines of one job, in the order in which they can go: DIRAC's order, with ours in front. Lines that wait in
    /// <c>x_LoggingOutbox</c> are not among them: they arrive in JobLoggingDB first, see <see cref="ForgetRemovedJobs"/>. Nor are the jobs that
    /// operations and sets remember: what was done to a job, and that it is gone, is known until the operation or set goes.
    /// </summary>
    public static readonly IReadOnlyList<string> Tables =
    [
        "x_JobAttempts", "InputData", "JobParameters", "AtticJobParameters", "HeartBeatLoggingInfo", "OptimizerParameters", "JobCommands", "Jobs", "JobJDLs",
    ];

    /// <summary>Which of these jobs exist; locked where several writers work.</summary>
    public static async Task<IReadOnlyList<long>> ExistingAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var found = new List<long>(ids.Count);
        foreach (var chunk in ids.Chunk(IdsPerStatement))
        {
            found.AddRange(await session.QueryAsync<long>(
                $"SELECT JobID FROM {{Jobs}} WHERE JobID IN @chunk ORDER BY JobID{session.Dialect.ForUpdate}", new { chunk }, cancellationToken));
        }

        return found;
    }

    /// <summary>Which of these jobs have a payload that may still run. Of DIRAC's own pilots it is not known: as in DIRAC, nothing waits for them.</summary>
    public static async Task<IReadOnlySet<long>> LiveAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var live = new HashSet<long>();
        foreach (var chunk in ids.Chunk(IdsPerStatement)) live.UnionWith(await AttemptStore.LeasedAmongAsync(session, chunk, cancellationToken));
        return live;
    }

    /// <summary>Deletes everything of these jobs.</summary>
    public static async Task DeleteAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        foreach (var table in Tables)
        {
            foreach (var chunk in ids.Chunk(IdsPerStatement))
            {
                await session.ExecuteAsync($"DELETE FROM {{{table}}} WHERE JobID IN @chunk", new { chunk }, cancellationToken);
            }
        }
    }
}
