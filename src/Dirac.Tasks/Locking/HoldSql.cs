using Dirac.Persistence;

namespace Dirac.Tasks.Locking;

/// <summary>The named statements on <c>x_TaskResources</c> and <c>x_TaskHolds</c>. Whoever calls owns the transaction.</summary>
/// <remarks>
/// The row of a resource is the lock under which its holds and waits are looked at and changed. A hold counts while <c>x_Tasks</c> has its task under the
/// same epoch and the lease is not over, so that prolonging a lease prolongs its holds, and whoever takes a task over ends them.
/// </remarks>
internal static class HoldSql
{
    private const string Held = "FROM {x_TaskHolds} h LEFT JOIN {x_Tasks} t ON t.TaskID = h.TaskID AND t.Epoch = h.Epoch";

    public static Task<long> NowAsync(IDbSession session, CancellationToken cancellationToken) =>
        session.ScalarAsync<long>($"SELECT {session.Dialect.UtcNowMs}", null, cancellationToken);

    /// <summary>Locks resources, in one order for all, and makes those that are new.</summary>
    public static Task LockAsync(IDbSession session, IEnumerable<TaskNeed> needs, long nowMs, CancellationToken cancellationToken) =>
        session.UpsertManyAsync(
            "x_TaskResources",
            ["Resource"],
            ["Resource", "Capacity", "UsedMs"],
            needs.DistinctBy(need => need.Resource).OrderBy(need => need.Resource, StringComparer.Ordinal).Select(IReadOnlyList<object?> (need) => [need.Resource, need.Capacity, nowMs]),
            cancellationToken);

    /// <summary>Locks resources that are there.</summary>
    public static Task<IReadOnlyList<ResourceRow>> LockKnownAsync(IDbSession session, IEnumerable<string> resources, CancellationToken cancellationToken) =>
        session.QueryAsync<ResourceRow>(
            $"SELECT Resource, Capacity, IntervalUs, TatUs, LastTurnMs FROM {{x_TaskResources}} WHERE Resource IN @Resources ORDER BY Resource{session.Dialect.ForUpdate}",
            new { Resources = resources },
            cancellationToken);

    public static Task<IReadOnlyList<HoldRow>> SelectAsync(IDbSession session, IEnumerable<string> resources, CancellationToken cancellationToken) =>
        session.QueryAsync<HoldRow>(
            $"SELECT h.Resource, h.TaskID, h.Epoch, h.Mode, t.DueMs AS LeaseEndMs {Held} WHERE h.Resource IN @Resources",
            new { Resources = resources },
            cancellationToken);

    /// <summary>What some tasks hold, whether or not it counts still.</summary>
    public static Task<IReadOnlyList<string>> ResourcesOfAsync(IDbSession session, IReadOnlyList<long> ids, long epoch, CancellationToken cancellationToken) =>
        session.QueryAsync<string>("SELECT DISTINCT Resource FROM {x_TaskHolds} WHERE TaskID IN @Ids AND Epoch = @Epoch", new { Ids = ids, Epoch = epoch }, cancellationToken);

    public static Task<int> DeleteAsync(IDbSession session, IReadOnlyList<long> ids, long epoch, CancellationToken cancellationToken) =>
        session.ExecuteAsync("DELETE FROM {x_TaskHolds} WHERE TaskID IN @Ids AND Epoch = @Epoch", new { Ids = ids, Epoch = epoch }, cancellationToken);

    public static Task<int> InsertAsync(IDbSession session, IEnumerable<HoldRow> holds, CancellationToken cancellationToken) =>
        session.InsertManyAsync(
            "x_TaskHolds", ["Resource", "TaskID", "Epoch", "Mode"], holds.Select(IReadOnlyList<object?> (hold) => [hold.Resource, hold.TaskID, hold.Epoch, hold.Mode]), cancellationToken);

    public static Task<int> SaveRateAsync(IDbSession session, string resource, ResourceState rate, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "UPDATE {x_TaskResources} SET IntervalUs = @IntervalUs, TatUs = @TatUs, LastTurnMs = @LastTurnMs WHERE Resource = @Resource",
            new { rate.IntervalUs, rate.TatUs, rate.LastTurnMs, Resource = resource },
            cancellationToken);

    /// <summary>Takes a task away from a worker whose lease is over, so that what it still does is fenced off.</summary>
    /// <returns>False when the lease was prolonged meanwhile, another has the task, or somebody is changing it at this moment.</returns>
    public static async Task<bool> TryFenceAsync(IDbSession session, HoldRow hold, CancellationToken cancellationToken)
    {
        // Who waits for the resource may have the task's row; waiting for it would wait for oneself.
        var found = await session.QueryFirstOrDefaultAsync<long?>(
            $"SELECT TaskID FROM {{x_Tasks}} WHERE TaskID = @TaskID AND Epoch = @Epoch AND DueMs <= {session.Dialect.UtcNowMs}{session.Dialect.SkipLocked}",
            new { hold.TaskID, hold.Epoch },
            cancellationToken);
        return found is not null
            && await session.ExecuteAsync("UPDATE {x_Tasks} SET Owner = NULL, Epoch = Epoch + 1 WHERE TaskID = @TaskID", new { hold.TaskID }, cancellationToken) == 1;
    }

    /// <summary>Some holds whose tasks are gone or have another holder.</summary>
    public static Task<IReadOnlyList<HoldRow>> SelectLeftAsync(IDbSession session, int most, CancellationToken cancellationToken) =>
        session.QueryAsync<HoldRow>($"SELECT h.Resource, h.TaskID, h.Epoch, h.Mode {Held} WHERE t.TaskID IS NULL LIMIT @Most", new { Most = most }, cancellationToken);

    /// <summary>Forgets resources that nobody has needed for long: not rates that are still filling.</summary>
    public static async Task ForgetAsync(IDbSession session, TimeSpan unused, int most, CancellationToken cancellationToken)
    {
        var before = await NowAsync(session, cancellationToken) - (long)unused.TotalMilliseconds;
        var forgotten = await session.QueryAsync<string>(
            $$"""
            SELECT Resource FROM {x_TaskResources} r WHERE UsedMs < @Before AND TatUs < @Before * 1000
              AND NOT EXISTS (SELECT 1 FROM {x_TaskHolds} h WHERE h.Resource = r.Resource) AND NOT EXISTS (SELECT 1 FROM {x_TaskWaits} w WHERE w.Resource = r.Resource)
            ORDER BY Resource LIMIT @Most
            """,
            new { Before = before, Most = most },
            cancellationToken);
        if (forgotten.Count > 0)
            await session.ExecuteAsync("DELETE FROM {x_TaskResources} WHERE Resource IN @Forgotten AND UsedMs < @Before", new { Forgotten = forgotten, Before = before }, cancellationToken);
    }
}
