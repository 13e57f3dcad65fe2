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
            SELECT Name, SUM(Owner IS NULL AND DueMs <= Now) AS Due, SUM(Owner IS NOT NULL) AS Running,
              SUM(Owner IS NULL AND DueMs > Now) AS Later, COALESCE(MAX(CASE WHEN DueMs <= Now THEN Now - DueMs END), 0) AS OldestDueMs
            FROM (SELECT Name, Owner, DueMs, {{session.Dialect.UtcNowMs}} AS Now FROM {x_Tasks}) AS Tasks
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

    public static Task<IReadOnlyList<ScheduleRow>> SelectTriggersAsync(IDbSession session, CancellationToken cancellationToken) =>
        session.QueryAsync<ScheduleRow>("SELECT Name, Schedule, NextMs, LastMs FROM {x_Triggers}", null, cancellationToken);
}
