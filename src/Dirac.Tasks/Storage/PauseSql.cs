using Dirac.Persistence;

namespace Dirac.Tasks.Storage;

/// <summary>The named statements on <c>x_TaskPauses</c>, and on tasks that are parked because of one. Whoever calls owns the transaction.</summary>
/// <remarks>
/// A parked task has a size class that nobody claims, so that a long queue of a paused kind costs the claims of other kinds nothing. Claims park
/// what they come across. Both the pause and whoever parks hold the pause's row, so that nothing is parked once a kind goes on.
/// </remarks>
internal static class PauseSql
{
    /// <summary>By how much the size class of a parked task is higher.</summary>
    public const int Parked = 100;

    public static Task<IReadOnlyList<string>> SelectNamesAsync(IDbSession session, CancellationToken cancellationToken) =>
        session.QueryAsync<string>("SELECT Name FROM {x_TaskPauses}", null, cancellationToken);

    public static Task<IReadOnlyList<PauseRow>> SelectAsync(IDbSession session, CancellationToken cancellationToken) =>
        session.QueryAsync<PauseRow>("SELECT Name, SinceMs, PausedBy, Reason FROM {x_TaskPauses}", null, cancellationToken);

    /// <summary>Pauses a kind; one that is paused already stays as it is.</summary>
    /// <returns>1, or 0 when it was paused already.</returns>
    public static Task<int> InsertAsync(IDbSession session, string name, string by, string reason, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            $"{session.Dialect.InsertIgnore} {{x_TaskPauses}} (Name, PausedBy, Reason) VALUES (@Name, @By, @Reason)",
            new { Name = name, By = by, Reason = reason },
            cancellationToken);

    public static Task<int> DeleteAsync(IDbSession session, string name, CancellationToken cancellationToken) =>
        session.ExecuteAsync("DELETE FROM {x_TaskPauses} WHERE Name = @Name", new { Name = name }, cancellationToken);

    /// <summary>Parks those of <paramref name="tasks"/> whose kind is paused still.</summary>
    /// <returns>How many were not.</returns>
    public static async Task<int> ParkAsync(IDbSession session, IReadOnlyList<TaskRow> tasks, CancellationToken cancellationToken)
    {
        var paused = (await session.QueryAsync<string>(
            $"SELECT Name FROM {{x_TaskPauses}} WHERE Name IN @Names{session.Dialect.ForUpdate}",
            new { Names = tasks.Select(task => task.Name).Distinct() },
            cancellationToken)).ToHashSet();
        long[] ids = [.. tasks.Where(task => paused.Contains(task.Name)).Select(task => task.TaskID)];
        if (ids.Length > 0)
            await session.ExecuteAsync($"UPDATE {{x_Tasks}} SET Size = Size + {Parked}, Owner = NULL WHERE TaskID IN @Ids", new { Ids = ids }, cancellationToken);
        return tasks.Count - ids.Length;
    }

    /// <summary>Lets parked tasks whose kind is not paused go on, at most <paramref name="most"/>.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> UnparkAsync(IDbSession session, int most, CancellationToken cancellationToken)
    {
        var ids = await session.QueryAsync<long>(
            $"SELECT TaskID FROM {{x_Tasks}} WHERE Size >= {Parked} AND Name NOT IN (SELECT Name FROM {{x_TaskPauses}}) LIMIT @Most{session.Dialect.ForUpdate}",
            new { Most = most },
            cancellationToken);
        return ids.Count == 0
            ? 0
            : await session.ExecuteAsync($"UPDATE {{x_Tasks}} SET Size = Size - {Parked} WHERE TaskID IN @Ids", new { Ids = ids }, cancellationToken);
    }
}
