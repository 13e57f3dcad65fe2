using Dirac.Persistence;

namespace Dirac.Tasks.Storage;

/// <summary>The named statements on <c>x_DeadTasks</c>. Whoever calls owns the transaction.</summary>
internal static class DeadTaskSql
{
    private const int MostAtOnce = 500;

    /// <summary>Tasks laid aside because nobody knew their name, of the names given.</summary>
    public static Task<IReadOnlyList<long>> SelectUnknownAsync(IDbSession session, IEnumerable<string> names, CancellationToken cancellationToken) =>
        session.QueryAsync<long>(
            "SELECT TaskID FROM {x_DeadTasks} WHERE Reason = @Reason AND Name IN @Names ORDER BY TaskID LIMIT @Most",
            new { Reason = nameof(DeathReason.Unknown), Names = names, Most = MostAtOnce },
            cancellationToken);

    /// <summary>Puts dead tasks back into the queue, due now and with all attempts before them.</summary>
    public static async Task<int> ReviveAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var revived = await session.ExecuteAsync(
            """
            INSERT INTO {x_Tasks} (TaskID, Name, Priority, Size, Body, CreatedMs, Errors, TraceParent)
            SELECT TaskID, Name, Priority, Size, Body, CreatedMs, Errors, TraceParent FROM {x_DeadTasks} WHERE TaskID IN @Ids
            """,
            new { Ids = ids },
            cancellationToken);
        await DropAsync(session, ids, cancellationToken);
        return revived;
    }

    public static Task<int> DropAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        session.ExecuteAsync("DELETE FROM {x_DeadTasks} WHERE TaskID IN @Ids", new { Ids = ids }, cancellationToken);

    /// <summary>Dead tasks with a number above <paramref name="after"/>, of one name or of all, in order of number.</summary>
    public static Task<IReadOnlyList<DeadTaskRow>> SelectAsync(
        IDbSession session, string? name, long after, int most, CancellationToken cancellationToken) =>
        session.QueryAsync<DeadTaskRow>(
            """
            SELECT TaskID, Name, Body, Attempt, Reason, CreatedMs, DiedMs, Errors, TraceParent FROM {x_DeadTasks}
            WHERE TaskID > @After AND (@Name IS NULL OR Name = @Name) ORDER BY TaskID LIMIT @Most
            """,
            new { After = after, Name = name, Most = most },
            cancellationToken);
}
