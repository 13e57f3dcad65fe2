using Dirac.Persistence;

namespace Dirac.Workload.TaskQueues.Shares;

/// <summary>The SQL of shares in TaskQueueDB.</summary>
internal static class ShareStore
{
    /// <summary>The mean RealPriority of the queues that hold jobs.</summary>
    /// <param name="session">Of TaskQueueDB.</param>
    /// <param name="group">A group's queues; null for all.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public static async Task<IReadOnlyDictionary<long, double>> MeansAsync(IDbSession session, string? group, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync<QueuePriority>(
            group is null
                ? "SELECT TQId, AVG(RealPriority) AS Priority FROM {tq_Jobs} GROUP BY TQId"
                : "SELECT j.TQId, AVG(j.RealPriority) AS Priority FROM {tq_TaskQueues} q JOIN {tq_Jobs} j ON j.TQId = q.TQId WHERE q.OwnerGroup = @group GROUP BY j.TQId",
            new { group },
            cancellationToken);
        return rows.ToDictionary(row => row.TQId, row => row.Priority);
    }

    /// <summary>Writes priorities; queues that are gone are left out.</summary>
    public static async Task SetAsync(IDbSession session, IReadOnlyDictionary<long, double> priorities, CancellationToken cancellationToken)
    {
        // By value: hundreds of queues of one group usually have the same.
        foreach (var same in priorities.GroupBy(queue => queue.Value, queue => queue.Key).OrderBy(same => same.Key))
        {
            foreach (var ids in same.Order().Chunk(500))
            {
                await session.ExecuteAsync("UPDATE {tq_TaskQueues} SET Priority = @priority WHERE TQId IN @ids", new { priority = same.Key, ids }, cancellationToken);
            }
        }
    }
}
