using Dirac.Persistence;

namespace Dirac.Workload.Impossible;

/// <summary>The SQL of <c>x_ImpossibleQueues</c> and of the jobs that stand in such queues.</summary>
internal static class ImpossibleQueueStore
{
    /// <summary>The queues marked, with their reasons.</summary>
    public static async Task<IReadOnlyDictionary<long, string>> AllAsync(IDbSession queues, CancellationToken cancellationToken) =>
        (await queues.QueryAsync<Row>("SELECT TQId, Reason FROM {x_ImpossibleQueues}", null, cancellationToken)).ToDictionary(row => row.TQId, row => row.Reason);

    public static Task<string?> ReasonAsync(IDbSession queues, long queue, CancellationToken cancellationToken) =>
        queues.ScalarAsync<string?>("SELECT Reason FROM {x_ImpossibleQueues} WHERE TQId = @queue", new { queue }, cancellationToken);

    /// <summary>Marks a queue; true for one of any number of callers with the same reason.</summary>
    public static async Task<bool> MarkAsync(IDbSession queues, long queue, string reason, CancellationToken cancellationToken)
    {
        var args = new { queue, reason };
        if (await queues.ExecuteAsync("UPDATE {x_ImpossibleQueues} SET Reason = @reason WHERE TQId = @queue AND Reason <> @reason", args, cancellationToken) == 1) return true;
        return await queues.ExecuteAsync(
            $"{queues.Dialect.InsertIgnore} {{x_ImpossibleQueues}} (TQId, Reason, SinceMs) VALUES (@queue, @reason, {queues.Dialect.UtcNowMs})", args, cancellationToken) == 1;
    }

    /// <summary>Takes a mark away; true for one of any number of callers.</summary>
    public static async Task<bool> UnmarkAsync(IDbSession queues, long queue, CancellationToken cancellationToken) =>
        await queues.ExecuteAsync("DELETE FROM {x_ImpossibleQueues} WHERE TQId = @queue", new { queue }, cancellationToken) == 1;

    /// <summary>Takes the marks of queues away that do not exist any more.</summary>
    public static Task UnmarkGoneAsync(IDbSession queues, CancellationToken cancellationToken) =>
        queues.ExecuteAsync("DELETE FROM {x_ImpossibleQueues} WHERE TQId NOT IN (SELECT TQId FROM {tq_TaskQueues})", null, cancellationToken);

    /// <summary>Jobs of a queue after a number, by number.</summary>
    public static Task<IReadOnlyList<long>> JobsAsync(IDbSession queues, long queue, long after, int count, CancellationToken cancellationToken) => queues.QueryAsync<long>(
        "SELECT JobId FROM {tq_Jobs} WHERE TQId = @queue AND JobId > @after ORDER BY JobId LIMIT @count", new { queue, after, count }, cancellationToken);

    /// <summary>Changes nothing but the application status, which no numbers are kept of.</summary>
    public static async Task SetApplicationStatusAsync(IDbSession jobs, IReadOnlyList<long> ids, string status, DateTime now, CancellationToken cancellationToken)
    {
        foreach (var chunk in ids.Chunk(500))
        {
            await jobs.ExecuteAsync(
                "UPDATE {Jobs} SET ApplicationStatus = @status, LastUpdateTime = @now WHERE JobID IN @chunk AND Status = 'Waiting'", new { chunk, status, now }, cancellationToken);
        }
    }

    private sealed class Row
    {
        public long TQId { get; init; }

        public string Reason { get; init; } = "";
    }
}
