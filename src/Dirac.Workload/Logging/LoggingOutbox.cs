using Dirac.Persistence;

namespace Dirac.Workload.Logging;

/// <summary>History lines on their way from JobDB, where they are written with the change they describe, to JobLoggingDB.</summary>
/// <remarks>The two databases may live on different servers, so no transaction can write both; this table is what makes the history complete all the same.</remarks>
internal sealed class LoggingOutbox(LoggingDoorbell doorbell)
{
    private static readonly string[] Columns =
        ["JobID", "Status", "MinorStatus", "ApplicationStatus", "StatusTime", "StatusTimeOrder", "StatusSource"];

    /// <summary>Writes lines in the transaction of the change they describe.</summary>
    public async Task AddAsync(IDbSession jobs, IEnumerable<JobLogRow> rows, CancellationToken cancellationToken)
    {
        await jobs.InsertManyAsync("x_LoggingOutbox", Columns, rows.Select(Values), cancellationToken);
        jobs.AfterCommit(doorbell.Ring);
    }

    /// <summary>Lines of these jobs that have not arrived yet.</summary>
    public static Task<IReadOnlyList<JobLogRow>> PendingAsync(IDbSession jobs, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        jobs.QueryAsync<JobLogRow>(
            "SELECT JobID, Status, MinorStatus, ApplicationStatus, StatusTime, StatusTimeOrder, StatusSource FROM {x_LoggingOutbox} WHERE JobID IN @ids ORDER BY Id",
            new { ids },
            cancellationToken);

    /// <summary>Puts up to <paramref name="count"/> lines into a batch of their own; returns the batch, or null when there are none.</summary>
    public static async Task<string?> TakeBatchAsync(IDbSession jobs, string batch, int count, CancellationToken cancellationToken)
    {
        var last = await jobs.ScalarAsync<long?>(
            "SELECT MAX(Id) FROM (SELECT Id FROM {x_LoggingOutbox} WHERE Batch IS NULL ORDER BY Id LIMIT @count) t", new { count }, cancellationToken);
        if (last is null) return null;
        await jobs.ExecuteAsync("UPDATE {x_LoggingOutbox} SET Batch = @batch WHERE Batch IS NULL AND Id <= @last", new { batch, last }, cancellationToken);
        return batch;
    }

    /// <summary>Batches that were taken and not finished, by a process that died.</summary>
    public static Task<IReadOnlyList<string>> OpenBatchesAsync(IDbSession jobs, CancellationToken cancellationToken) =>
        jobs.QueryAsync<string>("SELECT DISTINCT Batch FROM {x_LoggingOutbox} WHERE Batch IS NOT NULL", null, cancellationToken);

    /// <summary>The lines of a batch, oldest first.</summary>
    public static Task<IReadOnlyList<JobLogRow>> ReadBatchAsync(IDbSession jobs, string batch, CancellationToken cancellationToken) =>
        jobs.QueryAsync<JobLogRow>(
            "SELECT JobID, Status, MinorStatus, ApplicationStatus, StatusTime, StatusTimeOrder, StatusSource FROM {x_LoggingOutbox} WHERE Batch = @batch ORDER BY Id",
            new { batch },
            cancellationToken);

    /// <summary>Forgets a batch that has arrived.</summary>
    public static Task DeleteBatchAsync(IDbSession jobs, string batch, CancellationToken cancellationToken) =>
        jobs.ExecuteAsync("DELETE FROM {x_LoggingOutbox} WHERE Batch = @batch", new { batch }, cancellationToken);

    private static IReadOnlyList<object?> Values(JobLogRow row) =>
    [
        row.JobID, row.Status, ColumnText.Fit(row.MinorStatus, 128), ColumnText.Fit(row.ApplicationStatus, 255), row.StatusTime, row.StatusTimeOrder,
        ColumnText.Fit(row.StatusSource, 32),
    ];
}
