using Dirac.Persistence;

namespace Dirac.Tasks.History;

/// <summary>The named statements on <c>x_TaskHistory</c>. Whoever calls owns the transaction.</summary>
internal static class HistorySql
{
    private static readonly string[] Columns = ["Name", "TaskID", "Attempts", "CreatedMs", "DurationUs", "Worker", "TraceID"];

    public static Task<int> InsertAsync(IDbSession session, IEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancellationToken) =>
        session.InsertManyAsync("x_TaskHistory", Columns, rows, cancellationToken);

    /// <summary>One row of <see cref="InsertAsync"/>.</summary>
    public static IReadOnlyList<object?> Row(string name, long id, int attempts, long createdMs, TimeSpan duration, string worker, string? trace) =>
        [name, id, attempts, createdMs, (long)duration.TotalMicroseconds, worker, trace];

    /// <summary>The done tasks of a kind, those that ended last first.</summary>
    public static Task<IReadOnlyList<HistoryRow>> SelectAsync(IDbSession session, string name, long sinceMs, int most, CancellationToken cancellationToken) =>
        session.QueryAsync<HistoryRow>(
            """
            SELECT TaskID, Attempts, CreatedMs, EndedMs, DurationUs, Worker, TraceID FROM {x_TaskHistory}
            WHERE Name = @Name AND EndedMs >= @SinceMs ORDER BY EndedMs DESC, TaskID DESC LIMIT @Most
            """,
            new { Name = name, SinceMs = sinceMs, Most = most },
            cancellationToken);

    /// <summary>The first name after <paramref name="name"/> that has rows; null when there is none.</summary>
    public static Task<string?> NextNameAsync(IDbSession session, string name, CancellationToken cancellationToken) =>
        session.ScalarAsync<string?>("SELECT MIN(Name) FROM {x_TaskHistory} WHERE Name > @Name", new { Name = name }, cancellationToken);

    /// <summary>Forgets the oldest rows of a kind that ended longer ago than <paramref name="keep"/>, about <paramref name="most"/> of them.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> PruneAsync(IDbSession session, string name, TimeSpan keep, int most, CancellationToken cancellationToken)
    {
        var now = await session.ScalarAsync<long>($"SELECT {session.Dialect.UtcNowMs}", null, cancellationToken);
        var before = now - (long)keep.TotalMilliseconds;
        var last = await session.ScalarAsync<long?>(
            "SELECT EndedMs FROM {x_TaskHistory} WHERE Name = @Name AND EndedMs < @Before ORDER BY EndedMs LIMIT 1 OFFSET @Skip",
            new { Name = name, Before = before, Skip = most - 1 },
            cancellationToken);
        return await session.ExecuteAsync(
            "DELETE FROM {x_TaskHistory} WHERE Name = @Name AND EndedMs <= @Last", new { Name = name, Last = last ?? before - 1 }, cancellationToken);
    }
}
