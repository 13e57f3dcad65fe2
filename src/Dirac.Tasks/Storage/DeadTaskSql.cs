using Dirac.Persistence;
using Dirac.Tasks.Administration;

namespace Dirac.Tasks.Storage;

/// <summary>The named statements on <c>x_DeadTasks</c>. Whoever calls owns the transaction.</summary>
internal static class DeadTaskSql
{
    private const int MostAtOnce = 500;
    private const string Columns = "TaskID, Name, Body, Attempt, Reason, CreatedMs, DiedMs, Errors, TraceParent";

    /// <summary>Tasks laid aside because nobody knew their name, of the names given.</summary>
    public static Task<IReadOnlyList<long>> SelectUnknownAsync(IDbSession session, IEnumerable<string> names, CancellationToken cancellationToken) =>
        session.QueryAsync<long>(
            "SELECT TaskID FROM {x_DeadTasks} WHERE Reason = @Reason AND Name IN @Names ORDER BY TaskID LIMIT @Most" + session.Dialect.ForUpdate,
            new { Reason = nameof(DeathReason.Unknown), Names = names, Most = MostAtOnce },
            cancellationToken);

    /// <summary>Puts dead tasks back into the queue, due now and with all attempts before them. Their epochs go on, so that who held one before stays fenced off.</summary>
    public static async Task<int> ReviveAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var revived = await session.ExecuteAsync(
            """
            INSERT INTO {x_Tasks} (TaskID, Name, Priority, Size, Body, Epoch, CreatedMs, Errors, TraceParent, GroupID, EndsGroupID)
            SELECT TaskID, Name, Priority, Size, Body, Epoch, CreatedMs, Errors, TraceParent, GroupID, EndsGroupID FROM {x_DeadTasks} WHERE TaskID IN @Ids
            """,
            new { Ids = ids },
            cancellationToken);
        await DeleteAsync(session, ids, cancellationToken);
        return revived;
    }

    /// <summary>Those of the tasks that belong to groups or follow one; held until the transaction ends.</summary>
    public static Task<IReadOnlyList<HeldRow>> SelectGroupedAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        session.QueryAsync<HeldRow>(
            "SELECT TaskID, GroupID, EndsGroupID FROM {x_DeadTasks} WHERE TaskID IN @Ids AND (GroupID IS NOT NULL OR EndsGroupID IS NOT NULL)"
            + session.Dialect.ForUpdate,
            new { Ids = ids },
            cancellationToken);

    public static Task<int> DeleteAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        session.ExecuteAsync("DELETE FROM {x_DeadTasks} WHERE TaskID IN @Ids", new { Ids = ids }, cancellationToken);

    /// <summary>Dead tasks of a kind with a number above <paramref name="after"/>, in order of number.</summary>
    public static Task<IReadOnlyList<DeadTaskRow>> SelectAsync(
        IDbSession session, string name, long after, int most, CancellationToken cancellationToken) =>
        session.QueryAsync<DeadTaskRow>(
            $"SELECT {Columns} FROM {{x_DeadTasks}} WHERE TaskID > @After AND Name = @Name ORDER BY TaskID LIMIT @Most",
            new { After = after, Name = name, Most = most },
            cancellationToken);

    /// <summary>The dead tasks that fit, those that died last first.</summary>
    public static Task<IReadOnlyList<DeadTaskRow>> SelectLatestAsync(
        IDbSession session, DeadTaskFilter filter, int most, CancellationToken cancellationToken) =>
        session.QueryAsync<DeadTaskRow>(
            $"SELECT {Columns} FROM {{x_DeadTasks}} WHERE {Where(filter)} ORDER BY DiedMs DESC, TaskID DESC LIMIT @Most", Args(filter, 0, most), cancellationToken);

    public static Task<long> CountAsync(IDbSession session, DeadTaskFilter filter, CancellationToken cancellationToken) =>
        session.ScalarAsync<long>($"SELECT COUNT(*) FROM {{x_DeadTasks}} WHERE {Where(filter)}", Args(filter, 0, 0), cancellationToken);

    /// <summary>The numbers above <paramref name="after"/> of dead tasks that fit, in order; held until the transaction ends.</summary>
    public static Task<IReadOnlyList<long>> SelectIdsAsync(
        IDbSession session, DeadTaskFilter filter, long after, int most, CancellationToken cancellationToken) =>
        session.QueryAsync<long>(
            $"SELECT TaskID FROM {{x_DeadTasks}} WHERE {Where(filter)} ORDER BY TaskID LIMIT @Most{session.Dialect.ForUpdate}",
            Args(filter, after, most),
            cancellationToken);

    private static string Where(DeadTaskFilter filter) =>
        "TaskID > @After"
        + (filter.Name is null ? "" : " AND Name = @Name")
        + (filter.Ids is null ? "" : " AND TaskID IN @Ids")
        + (filter.Reason is null ? "" : " AND Reason = @Reason")
        + (filter.Since is null ? "" : " AND DiedMs >= @SinceMs")
        + (filter.Until is null ? "" : " AND DiedMs < @UntilMs");

    private static object Args(DeadTaskFilter filter, long after, int most) => new
    {
        After = after,
        filter.Name,
        Ids = filter.Ids ?? [],
        Reason = filter.Reason?.ToString(),
        SinceMs = filter.Since?.ToUnixTimeMilliseconds(),
        UntilMs = filter.Until?.ToUnixTimeMilliseconds(),
        Most = most,
    };
}
