using Dirac.Persistence;

namespace Dirac.Tasks.Storage;

/// <summary>The named queries of those who look at the queue. They lock nothing.</summary>
internal static class OverviewSql
{
    private const string SelectTasks = "SELECT TaskID, Attempt, DueMs, Owner, CreatedMs, Errors, TraceParent FROM {x_Tasks} WHERE Name = @Name AND ";

    /// <summary>One entry for each kind that has tasks.</summary>
    public static Task<IReadOnlyList<TaskDepth>> DepthAsync(IDbSession session, CancellationToken cancellationToken) =>
        session.QueryAsync<TaskDepth>(
            $$"""
            SELECT Name, SUM(Owner IS NULL AND DueMs <= Now AND Size >= 0) AS Due, SUM(Owner IS NOT NULL) AS Running,
              SUM(Owner IS NULL AND DueMs > Now) AS Later, SUM(DueMs <= Now AND Size < 0) AS Blocked,
              COALESCE(MAX(CASE WHEN DueMs <= Now AND Size >= 0 THEN Now - DueMs END), 0) AS OldestDueMs
            FROM (SELECT Name, Owner, DueMs, Size, {{session.Dialect.UtcNowMs}} AS Now FROM {x_Tasks}) AS Tasks
            GROUP BY Name
            """,
            null,
            cancellationToken);

    public static Task<IReadOnlyList<DeadCountRow>> CountDeadAsync(IDbSession session, CancellationToken cancellationToken) =>
        session.QueryAsync<DeadCountRow>("SELECT Name, COUNT(*) AS Dead FROM {x_DeadTasks} GROUP BY Name", null, cancellationToken);

    public static Task<IReadOnlyList<StandingTaskRow>> SelectRunningAsync(IDbSession session, string name, int most, CancellationToken cancellationToken) =>
        session.QueryAsync<StandingTaskRow>(
            SelectTasks + "Owner IS NOT NULL ORDER BY TaskID LIMIT @Most", new { Name = name, Most = most }, cancellationToken);

    public static Task<IReadOnlyList<StandingTaskRow>> SelectWaitingAsync(IDbSession session, string name, int most, CancellationToken cancellationToken) =>
        session.QueryAsync<StandingTaskRow>(
            SelectTasks + "Owner IS NULL ORDER BY DueMs, TaskID LIMIT @Most", new { Name = name, Most = most }, cancellationToken);

    /// <summary>What some tasks wait for, and who has that: a row for each holder, or one without a holder.</summary>
    public static Task<IReadOnlyList<WaitedForRow>> SelectWaitsAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        session.QueryAsync<WaitedForRow>(
            $$"""
            SELECT w.TaskID, w.Resource, w.SinceMs, t.TaskID AS HolderID, t.Name AS HolderName, t.Owner AS HolderOwner
            FROM {x_TaskWaits} w LEFT JOIN {x_TaskHolds} h ON h.Resource = w.Resource
              LEFT JOIN {x_Tasks} t ON t.TaskID = h.TaskID AND t.Epoch = h.Epoch AND t.DueMs > {{session.Dialect.UtcNowMs}}
            WHERE w.TaskID IN @Ids ORDER BY w.TaskID, t.TaskID
            """,
            new { Ids = ids },
            cancellationToken);

    public static Task<IReadOnlyList<ScheduleRow>> SelectTriggersAsync(IDbSession session, CancellationToken cancellationToken) =>
        session.QueryAsync<ScheduleRow>("SELECT Name, Schedule, NextMs, LastMs FROM {x_Triggers}", null, cancellationToken);
}
