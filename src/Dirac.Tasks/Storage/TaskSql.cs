using Dirac.Persistence;

namespace Dirac.Tasks.Storage;

/// <summary>The named statements on <c>x_Tasks</c> and <c>x_DeadTasks</c>. Whoever calls owns the transaction.</summary>
/// <remarks>
/// A row is held by the highest epoch it has seen; every statement that ends or prolongs a claim names the epoch and counts the rows it found, so a
/// worker that lost its lease changes nothing. All rows of one claim get one epoch, higher than any of theirs before.
/// </remarks>
internal static class TaskSql
{
    private const string SelectDue =
        """
        SELECT TaskID, Name, Body, Priority, Size, DueMs, Attempt, Epoch, Owner, CreatedMs, Errors, TraceParent FROM {x_Tasks}
        WHERE Size = @Size AND Priority = @Priority AND DueMs <= 
        """;

    private static readonly string[] TaskColumns = ["Name", "Priority", "Size", "Body", "TraceParent"];

    public static Task<int> InsertAsync(IDbSession session, IEnumerable<TaskInsert> tasks, CancellationToken cancellationToken) =>
        session.InsertManyAsync("x_Tasks", TaskColumns, tasks.Select(Values), cancellationToken);

    /// <summary>Inserts the members of a group.</summary>
    public static async Task InsertMembersAsync(IDbSession session, long group, IReadOnlyList<TaskInsert> members, CancellationToken cancellationToken)
    {
        var (timed, prompt) = (members.Where(task => task.DueMs is not null), members.Where(task => task.DueMs is null));
        await session.InsertManyAsync(
            "x_Tasks", [.. TaskColumns, "GroupID"], prompt.Select(IReadOnlyList<object?> (task) => [.. Values(task), group]), cancellationToken);
        await session.InsertManyAsync(
            "x_Tasks", [.. TaskColumns, "GroupID", "DueMs"], timed.Select(IReadOnlyList<object?> (task) => [.. Values(task), group, task.DueMs]), cancellationToken);
    }

    /// <summary>Inserts one task with a key or start time, unless the key is waiting already.</summary>
    public static Task<int> InsertUnlessWaitingAsync(IDbSession session, TaskInsert task, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            $$"""
            {{session.Dialect.InsertIgnore}} {x_Tasks} (Name, Priority, Size, Body, TraceParent, PendingKey, DueMs)
            VALUES (@Name, @Priority, @Size, @Body, @TraceParent, @PendingKey, COALESCE(@DueMs, {{session.Dialect.UtcNowMs}}))
            """,
            task,
            cancellationToken);

    /// <summary>Tasks of one priority that have been due for a time, the longest first; kept from others until the transaction ends.</summary>
    public static Task<IReadOnlyList<TaskRow>> SelectDueAsync(IDbSession session, TaskSize size, ClaimStep step, int most, CancellationToken cancellationToken) =>
        session.QueryAsync<TaskRow>(
            $"{SelectDue}{session.Dialect.UtcNowMs} - @AgeMs ORDER BY DueMs, TaskID LIMIT @Most{session.Dialect.SkipLocked}",
            new { Size = (int)size, Priority = (int)step.Priority, AgeMs = (long)step.MinAge.TotalMilliseconds, Most = most },
            cancellationToken);

    /// <summary>When the next task of <paramref name="size"/> is due, in milliseconds from now; null when none waits.</summary>
    public static Task<long?> NextDueAsync(IDbSession session, TaskSize size, CancellationToken cancellationToken) =>
        session.ScalarAsync<long?>(
            $$"""
            SELECT MIN(Due) - {{session.Dialect.UtcNowMs}} FROM (
              SELECT MIN(DueMs) AS Due FROM {x_Tasks} WHERE Size = @Size AND Priority = 0
              UNION ALL SELECT MIN(DueMs) FROM {x_Tasks} WHERE Size = @Size AND Priority = 1
              UNION ALL SELECT MIN(DueMs) FROM {x_Tasks} WHERE Size = @Size AND Priority = 2) AS Soonest
            """,
            new { Size = (int)size },
            cancellationToken);

    public static Task<int> ClaimAsync(
        IDbSession session, IReadOnlyList<long> ids, string owner, long epoch, TimeSpan lease, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            $$"""
            UPDATE {x_Tasks} SET Owner = @Owner, Epoch = @Epoch, Attempt = Attempt + 1, PendingKey = NULL, DueMs = {{session.Dialect.UtcNowMs}} + @LeaseMs
            WHERE TaskID IN @Ids
            """,
            new { Ids = ids, Owner = owner, Epoch = epoch, LeaseMs = (long)lease.TotalMilliseconds },
            cancellationToken);

    /// <summary>Prolongs the lease from now.</summary>
    public static Task<int> RenewAsync(IDbSession session, IReadOnlyList<long> ids, long epoch, TimeSpan lease, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            $"UPDATE {{x_Tasks}} SET DueMs = {session.Dialect.UtcNowMs} + @LeaseMs WHERE TaskID IN @Ids AND Epoch = @Epoch",
            new { Ids = ids, Epoch = epoch, LeaseMs = (long)lease.TotalMilliseconds },
            cancellationToken);

    /// <summary>How many of these tasks were claimed by somebody else since. Completed ones do not count.</summary>
    public static Task<int> CountLostAsync(IDbSession session, IReadOnlyList<long> ids, long epoch, CancellationToken cancellationToken) =>
        session.ScalarAsync<int>(
            "SELECT COUNT(*) FROM {x_Tasks} WHERE TaskID IN @Ids AND Epoch <> @Epoch", new { Ids = ids, Epoch = epoch }, cancellationToken);

    /// <summary>Those of the tasks that have <paramref name="epoch"/>; held until the transaction ends.</summary>
    public static Task<IReadOnlyList<HeldRow>> SelectHeldAsync(IDbSession session, IReadOnlyList<long> ids, long epoch, CancellationToken cancellationToken) =>
        session.QueryAsync<HeldRow>(
            $"SELECT TaskID, GroupID, EndsGroupID FROM {{x_Tasks}} WHERE TaskID IN @Ids AND Epoch = @Epoch{session.Dialect.ForUpdate}",
            new { Ids = ids, Epoch = epoch },
            cancellationToken);

    public static Task<int> DeleteAsync(IDbSession session, IReadOnlyList<long> ids, long epoch, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            "DELETE FROM {x_Tasks} WHERE TaskID IN @Ids AND Epoch = @Epoch", new { Ids = ids, Epoch = epoch }, cancellationToken);

    /// <summary>Gives a task back. Its epoch rises, so that what its last holder still does is fenced off.</summary>
    public static Task<int> ReleaseAsync(IDbSession session, TaskRelease release, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            $$"""
            UPDATE {x_Tasks} SET Owner = NULL, Epoch = Epoch + 1, Attempt = @Attempt, Errors = @Errors, DueMs = {{session.Dialect.UtcNowMs}} + @DelayMs
            WHERE TaskID = @TaskID AND Epoch = @Epoch
            """,
            release,
            cancellationToken);

    /// <summary>Makes tasks that were made in the future, by a clock that was wrong, due as long from now as they were to wait from then.</summary>
    public static Task<int> SetBackAsync(IDbSession session, long nowMs, CancellationToken cancellationToken) =>
        session.ExecuteAsync("UPDATE {x_Tasks} SET DueMs = DueMs - CreatedMs + @nowMs, CreatedMs = @nowMs WHERE CreatedMs > @nowMs", new { nowMs }, cancellationToken);

    /// <summary>Moves a task that has <paramref name="epoch"/> to the dead. Only one that nobody knows stays a member of its group.</summary>
    public static async Task BuryAsync(
        IDbSession session, long id, long epoch, DeathReason reason, string? errors, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            $$"""
            INSERT INTO {x_DeadTasks} (TaskID, Name, Priority, Size, Body, Attempt, Epoch, Reason, CreatedMs, Errors, TraceParent, GroupID, EndsGroupID)
            SELECT TaskID, Name, Priority, Size % {{PauseSql.Parked}}, Body, Attempt, Epoch + 1, @Reason, CreatedMs, @Errors, TraceParent,
              CASE WHEN @IsMember = 1 THEN GroupID END, EndsGroupID
            FROM {x_Tasks} WHERE TaskID = @Id AND Epoch = @Epoch
            """,
            new { Id = id, Epoch = epoch, Reason = reason.ToString(), Errors = errors, IsMember = reason == DeathReason.Unknown ? 1 : 0 },
            cancellationToken);
        await DeleteAsync(session, [id], epoch, cancellationToken);
    }

    private static IReadOnlyList<object?> Values(TaskInsert task) => [task.Name, (int)task.Priority, (int)task.Size, task.Body, task.TraceParent];
}
