using Dirac.Model.Jobs;
using Dirac.Persistence;

namespace Dirac.Workload.TaskQueues;

/// <summary>The SQL of TaskQueueDB: queues, their value sets, and the jobs in them.</summary>
internal static class TaskQueueStore
{
    public const string Database = "TaskQueueDB";

    private const double NewQueuePriority = 1;

    /// <summary>All queues, or those of the given ids.</summary>
    public static async Task<IReadOnlyList<TaskQueue>> LoadAsync(IDbSession session, IReadOnlyList<long>? ids, CancellationToken cancellationToken)
    {
        var where = ids is null ? "" : " WHERE q.TQId IN @ids";
        var rows = await session.QueryAsync<QueueRow>(
            "SELECT q.TQId, q.Owner, q.OwnerGroup, q.VO, q.CPUTime, q.Priority,"
            + $" (SELECT COUNT(*) FROM {{tq_Jobs}} j WHERE j.TQId = q.TQId) AS Jobs FROM {{tq_TaskQueues}} q{where}",
            new { ids },
            cancellationToken);
        var values = await LoadValuesAsync(session, ids, cancellationToken);
        return [.. rows.Select(row => new TaskQueue(
            row.TQId, new TaskQueueKey(row.Owner, row.OwnerGroup, row.VO, row.CPUTime, values[row.TQId]), row.Priority, row.Jobs))];
    }

    /// <summary>Ids and priorities of all queues.</summary>
    public static Task<IReadOnlyList<QueuePriority>> ListAsync(IDbSession session, CancellationToken cancellationToken) =>
        session.QueryAsync<QueuePriority>("SELECT TQId, Priority FROM {tq_TaskQueues}", null, cancellationToken);

    /// <summary>Number of waiting jobs by queue; queues without jobs are left out.</summary>
    public static Task<IReadOnlyList<QueueCount>> CountAsync(IDbSession session, CancellationToken cancellationToken) =>
        session.QueryAsync<QueueCount>("SELECT TQId, COUNT(*) AS Jobs FROM {tq_Jobs} GROUP BY TQId", null, cancellationToken);

    /// <summary>Number of jobs in all queues.</summary>
    public static Task<long> CountAllAsync(IDbSession session, CancellationToken cancellationToken) =>
        session.ScalarAsync<long>("SELECT COUNT(*) FROM {tq_Jobs}", null, cancellationToken);

    /// <summary>Finds the emptiest identical queue, if it has room, or makes one; returns its id, the room left, and whether it is new or was empty.</summary>
    public static async Task<(long Id, long Room, bool IsNew)> FindOrCreateAsync(IDbSession session, TaskQueueKey key, int maxJobs, CancellationToken cancellationToken)
    {
        var ids = await session.QueryAsync<long>(
            "SELECT TQId FROM {tq_TaskQueues} WHERE Owner = @Owner AND OwnerGroup = @OwnerGroup AND CPUTime = @CpuTime",
            new { key.Owner, key.OwnerGroup, key.CpuTime },
            cancellationToken);
        foreach (var queue in (ids.Count == 0 ? [] : await LoadAsync(session, ids, cancellationToken)).OrderBy(queue => queue.Jobs))
        {
            if (queue.Jobs < maxJobs && queue.Key.Equals(key)) return (queue.Id, maxJobs - queue.Jobs, queue.Jobs == 0);
        }

        return (await CreateAsync(session, key, cancellationToken), maxJobs, true);
    }

    /// <summary>Puts jobs into a queue; a job that is in another queue moves, and one that several put somewhere at once is where the last of them put it.</summary>
    public static Task AddJobsAsync(IDbSession session, long queue, IReadOnlyList<QueuedJob> jobs, CancellationToken cancellationToken) => session.UpsertManyAsync(
        "tq_Jobs",
        ["JobId"],
        ["TQId", "JobId", "Priority", "RealPriority"],
        jobs.Select(IReadOnlyList<object?> (job) => [queue, job.JobId, Math.Max(0, job.UserPriority), JobPriority.RealPriority(job.UserPriority)]),
        cancellationToken);

    /// <summary>Takes jobs out of their queues; returns how many were in one, by queue.</summary>
    public static async Task<IReadOnlyList<QueueCount>> RemoveJobsAsync(IDbSession session, IReadOnlyList<long> jobs, CancellationToken cancellationToken)
    {
        var removed = new List<QueueCount>();
        foreach (var ids in jobs.Chunk(500))
        {
            var counts = await session.QueryAsync<QueueCount>(
                "SELECT TQId, COUNT(*) AS Jobs FROM {tq_Jobs} WHERE JobId IN @ids GROUP BY TQId", new { ids }, cancellationToken);
            if (counts.Count == 0) continue;
            await session.ExecuteAsync("DELETE FROM {tq_Jobs} WHERE JobId IN @ids", new { ids }, cancellationToken);
            removed.AddRange(counts);
        }

        return removed;
    }

    /// <summary>The priority levels present in a queue.</summary>
    public static Task<IReadOnlyList<double>> PriorityLevelsAsync(IDbSession session, long queue, CancellationToken cancellationToken) =>
        session.QueryAsync<double>("SELECT DISTINCT RealPriority FROM {tq_Jobs} WHERE TQId = @queue", new { queue }, cancellationToken);

    /// <summary>The smallest job ids of one priority level of a queue.</summary>
    public static Task<IReadOnlyList<long>> FirstJobsAsync(IDbSession session, long queue, double realPriority, int count, CancellationToken cancellationToken) =>
        // FLOAT does not compare equal to the value it was given, so a level is a small interval.
        session.QueryAsync<long>(
            "SELECT JobId FROM {tq_Jobs} WHERE TQId = @queue AND RealPriority BETWEEN @low AND @high ORDER BY JobId LIMIT @count",
            new { queue, low = realPriority * 0.9999, high = realPriority * 1.0001, count },
            cancellationToken);

    /// <summary>The claim: true for exactly one of any number of callers.</summary>
    public static async Task<bool> ClaimAsync(IDbSession session, long queue, long job, CancellationToken cancellationToken) =>
        await session.ExecuteAsync("DELETE FROM {tq_Jobs} WHERE JobId = @job AND TQId = @queue", new { job, queue }, cancellationToken) == 1;

    /// <summary>Which of these jobs are in a queue.</summary>
    public static Task<IReadOnlyList<long>> QueuedAmongAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        session.QueryAsync<long>("SELECT JobId FROM {tq_Jobs} WHERE JobId IN @ids", new { ids }, cancellationToken);

    /// <summary>The queue a job is in; null when it is in none.</summary>
    public static Task<long?> QueueOfAsync(IDbSession session, long job, CancellationToken cancellationToken) =>
        session.ScalarAsync<long?>("SELECT TQId FROM {tq_Jobs} WHERE JobId = @job", new { job }, cancellationToken);

    /// <summary>How many jobs of its queue come before a job: of higher priority, or of the same and older.</summary>
    public static Task<long> AheadAsync(IDbSession session, long queue, long job, CancellationToken cancellationToken) => session.ScalarAsync<long>(
        "SELECT COUNT(*) FROM {tq_Jobs} j JOIN {tq_Jobs} mine ON mine.JobId = @job"
        + " WHERE j.TQId = @queue AND (j.RealPriority > mine.RealPriority OR (j.RealPriority = mine.RealPriority AND j.JobId < @job))",
        new { queue, job },
        cancellationToken);

    /// <summary>Deletes queues that hold no jobs; returns their ids.</summary>
    public static async Task<IReadOnlyList<long>> DeleteEmptyAsync(IDbSession session, IReadOnlyList<long> candidates, CancellationToken cancellationToken)
    {
        if (candidates.Count == 0) return [];
        var empty = await session.QueryAsync<long>(
            "SELECT q.TQId FROM {tq_TaskQueues} q WHERE q.TQId IN @candidates AND NOT EXISTS (SELECT 1 FROM {tq_Jobs} j WHERE j.TQId = q.TQId)",
            new { candidates },
            cancellationToken);
        if (empty.Count == 0) return empty;
        foreach (var field in TaskQueueKey.Fields)
        {
            await session.ExecuteAsync($"DELETE FROM {{tq_TQTo{field}}} WHERE TQId IN @empty", new { empty }, cancellationToken);
        }

        await session.ExecuteAsync("DELETE FROM {tq_TaskQueues} WHERE TQId IN @empty", new { empty }, cancellationToken);
        return empty;
    }

    private static async Task<long> CreateAsync(IDbSession session, TaskQueueKey key, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            "INSERT INTO {tq_TaskQueues} (Owner, OwnerGroup, VO, CPUTime, Priority, Enabled) VALUES (@Owner, @OwnerGroup, @VO, @CpuTime, @priority, 1)",
            new { key.Owner, key.OwnerGroup, key.VO, key.CpuTime, priority = NewQueuePriority },
            cancellationToken);
        var id = await session.ScalarAsync<long>($"SELECT {session.Dialect.LastInsertId}", null, cancellationToken);
        foreach (var field in TaskQueueKey.Fields.Where(field => !key.Values(field).IsEmpty))
        {
            await session.InsertManyAsync(
                $"tq_TQTo{field}", ["TQId", "Value"], key.Values(field).Select(IReadOnlyList<object?> (value) => [id, value]), cancellationToken);
        }

        return id;
    }

    private static async Task<ILookup<long, KeyValuePair<string, IEnumerable<string>>>> LoadValuesAsync(
        IDbSession session, IReadOnlyList<long>? ids, CancellationToken cancellationToken)
    {
        var where = ids is null ? "" : " WHERE TQId IN @ids";
        var sql = string.Join(" UNION ALL ", TaskQueueKey.Fields.Select(field => $"SELECT TQId, '{field}' AS Field, Value FROM {{tq_TQTo{field}}}{where}"));
        var rows = await session.QueryAsync<ValueRow>(sql, new { ids }, cancellationToken);
        return rows
            .GroupBy(row => (row.TQId, row.Field))
            .ToLookup(group => group.Key.TQId, group => KeyValuePair.Create(group.Key.Field, group.Select(row => row.Value)));
    }

    private sealed class QueueRow
    {
        public long TQId { get; init; }

        public string Owner { get; init; } = "";

        public string OwnerGroup { get; init; } = "";

        public string VO { get; init; } = "";

        public long CPUTime { get; init; }

        public double Priority { get; init; }

        public long Jobs { get; init; }
    }

    private sealed class ValueRow
    {
        public long TQId { get; init; }

        public string Field { get; init; } = "";

        public string Value { get; init; } = "";
    }
}
