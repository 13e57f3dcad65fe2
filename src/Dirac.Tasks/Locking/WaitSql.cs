using Dirac.Persistence;

namespace Dirac.Tasks.Locking;

/// <summary>The named statements on <c>x_TaskWaits</c>, and on tasks that wait. Whoever calls owns the transaction.</summary>
/// <remarks>
/// A task that will be woken has a size class that nobody claims, as a parked one: thousands that wait for one lock cost the claims of others nothing. One
/// that waits for its turn at a rate is merely due later.
/// </remarks>
internal static class WaitSql
{
    /// <summary>What is taken off the size class of a task that will be woken. Claims, which look from a class upwards, do not even touch it in the index.</summary>
    public const int Aside = 50;

    // Who is further behind can be neither woken nor in the way of somebody before it.
    private const int MostLookedAt = 50;
    private const int ResourcesInOneQuery = 20;
    private const string LetGo = "UPDATE {x_Tasks} SET Epoch = Epoch + (Owner IS NOT NULL), Owner = NULL";
    private const string Columns = "TaskID, Resource, Mode, Priority, Size, SinceMs, WokenMs";

    /// <summary>The first that wait for each resource.</summary>
    public static async Task<List<WaitRow>> SelectFirstAsync(IDbSession session, IEnumerable<string> resources, CancellationToken cancellationToken)
    {
        var found = new List<WaitRow>();
        foreach (var some in resources.Chunk(ResourcesInOneQuery))
        {
            var heads = some.Select((_, number) =>
                $"SELECT * FROM (SELECT {Columns} FROM {{x_TaskWaits}} WHERE Resource = @R{number} ORDER BY Priority, SinceMs, TaskID LIMIT {MostLookedAt}) AS Head{number}");
            found.AddRange(await session.QueryAsync<WaitRow>(
                string.Join(" UNION ALL ", heads), some.Select((name, number) => (Key: $"R{number}", name)).ToDictionary(pair => pair.Key, object? (pair) => pair.name), cancellationToken));
        }
        return found;
    }

    public static Task<IReadOnlyList<WaitRow>> SelectOfAsync(IDbSession session, IEnumerable<long> ids, CancellationToken cancellationToken) =>
        session.QueryAsync<WaitRow>($"SELECT {Columns} FROM {{x_TaskWaits}} WHERE TaskID IN @Ids", new { Ids = ids }, cancellationToken);

    public static Task<IReadOnlyList<WaitRow>> SelectResourcesAsync(IDbSession session, int most, CancellationToken cancellationToken) =>
        session.QueryAsync<WaitRow>("SELECT DISTINCT Resource, Configured FROM {x_TaskWaits} LIMIT @Most", new { Most = most }, cancellationToken);

    public static Task<int> DeleteAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        session.ExecuteAsync("DELETE FROM {x_TaskWaits} WHERE TaskID IN @Ids", new { Ids = ids }, cancellationToken);

    /// <summary>Lets claimed candidates wait. They belong to nobody from now on, and whoever had one before is fenced off.</summary>
    public static async Task InsertAsync(IDbSession session, IReadOnlyList<Refusal> refusals, CancellationToken cancellationToken)
    {
        await session.UpsertManyAsync(
            "x_TaskWaits",
            ["TaskID"],
            ["TaskID", "Resource", "Mode", "Priority", "Size", "SinceMs", "WokenMs", "Configured"],
            refusals.Select(IReadOnlyList<object?> (refusal) =>
                [refusal.Task.TaskID, refusal.Need.Resource, (int)refusal.Need.Mode, (int)refusal.Task.Priority, (int)refusal.Task.Size, refusal.Place.SinceMs, null, refusal.Need.Configured]),
            cancellationToken);
        long[] aside = [.. refusals.Where(refusal => refusal.TurnMs is null).Select(refusal => refusal.Task.TaskID)];
        if (aside.Length > 0)
            await session.ExecuteAsync($"{LetGo}, Size = Size - {Aside} WHERE TaskID IN @Ids", new { Ids = aside }, cancellationToken);
        foreach (var refusal in refusals.Where(refusal => refusal.TurnMs is not null))
            await session.ExecuteAsync($"{LetGo}, DueMs = @TurnMs WHERE TaskID = @TaskID", new { refusal.TurnMs, refusal.Task.TaskID }, cancellationToken);
    }

    /// <summary>Wakes tasks that wait.</summary>
    public static async Task WakeAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync($"UPDATE {{x_TaskWaits}} SET WokenMs = {session.Dialect.UtcNowMs} WHERE TaskID IN @Ids", new { Ids = ids }, cancellationToken);
        await session.ExecuteAsync($"UPDATE {{x_Tasks}} SET Size = Size + {Aside} WHERE TaskID IN @Ids AND Size < 0", new { Ids = ids }, cancellationToken);
    }

    /// <summary>Notes that turns were given for another value of a rate; whoever looks after those that wait gives them new ones.</summary>
    public static Task OutdateAsync(IDbSession session, string resource, CancellationToken cancellationToken) =>
        session.ExecuteAsync("UPDATE {x_TaskWaits} SET Configured = '?' WHERE Resource = @Resource", new { Resource = resource }, cancellationToken);

    /// <summary>Lets tasks whose limit was changed try anew, whether they were to be woken or had a turn.</summary>
    /// <returns>Those it let.</returns>
    public static async Task<IReadOnlyList<WaitRow>> ReleaseAsync(IDbSession session, string resource, string configured, int most, CancellationToken cancellationToken)
    {
        var args = new { Resource = resource, Configured = configured, Most = most };
        var found = await session.QueryAsync<WaitRow>(
            $"SELECT {Columns} FROM {{x_TaskWaits}} WHERE Resource = @Resource AND Configured <> @Configured ORDER BY Priority, SinceMs, TaskID LIMIT @Most", args, cancellationToken);
        if (found.Count == 0)
            return found;

        long[] ids = [.. found.Select(wait => wait.TaskID)];
        await session.ExecuteAsync("UPDATE {x_TaskWaits} SET Configured = @Configured WHERE TaskID IN @Ids", new { Ids = ids, Configured = configured }, cancellationToken);
        await session.ExecuteAsync("UPDATE {x_TaskResources} SET LastTurnMs = 0 WHERE Resource = @Resource", args, cancellationToken);
        await WakeAsync(session, ids, cancellationToken);
        await session.ExecuteAsync(
            "UPDATE {x_Tasks} SET DueMs = (SELECT SinceMs FROM {x_TaskWaits} w WHERE w.TaskID = {x_Tasks}.TaskID) WHERE TaskID IN @Ids", new { Ids = ids }, cancellationToken);
        return found;
    }

    /// <summary>Forgets waits of tasks that are gone, or begun by a program that knew nothing of the wait.</summary>
    public static async Task ForgetAsync(IDbSession session, int most, CancellationToken cancellationToken)
    {
        var left = await session.QueryAsync<long>(
            "SELECT w.TaskID FROM {x_TaskWaits} w LEFT JOIN {x_Tasks} t ON t.TaskID = w.TaskID WHERE t.TaskID IS NULL OR t.Owner IS NOT NULL LIMIT @Most",
            new { Most = most },
            cancellationToken);
        if (left.Count > 0)
            await DeleteAsync(session, left, cancellationToken);
    }
}
