using System.Globalization;
using System.Text;
using Dirac.Persistence;

namespace Dirac.Workload.Logging;

/// <summary>History lines on their way from JobDB, where they are written with the change they describe, to JobLoggingDB.</summary>
/// <remarks>
/// The two databases may live on different servers, so no transaction can write both; this table is what makes the history complete all the same.
/// Jobs that follow each other and become the same share one row: a hundred thousand jobs submitted together take a hundred rows here.
/// </remarks>
internal sealed class LoggingOutbox(LoggingDoorbell doorbell)
{
    private const int JobsPerStatement = 200;

    private const string Fields = "Id, JobID, LastJobID, Status, MinorStatus, ApplicationStatus, StatusTime, StatusTimeOrder, StatusSource";

    private static readonly string[] Columns =
        ["JobID", "LastJobID", "Status", "MinorStatus", "ApplicationStatus", "StatusTime", "StatusTimeOrder", "StatusSource"];

    /// <summary>Writes lines in the transaction of the change they describe.</summary>
    /// <param name="jobs">A writing session of JobDB.</param>
    /// <param name="rows">The lines; those of one job in their order.</param>
    /// <param name="cancellationToken">Stops before the next statement.</param>
    public async Task AddAsync(IDbSession jobs, IEnumerable<JobLogRow> rows, CancellationToken cancellationToken)
    {
        await jobs.InsertManyAsync("x_LoggingOutbox", Columns, OutboxLine.Join(rows).Select(Values), cancellationToken);
        jobs.AfterCommit(doorbell.Ring);
    }

    /// <summary>Lines of these jobs that have not arrived yet.</summary>
    public static async Task<IReadOnlyList<JobLogRow>> PendingAsync(IDbSession jobs, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0 || !await AnyAsync(jobs, cancellationToken)) return [];
        var rows = new List<JobLogRow>();
        foreach (var chunk in ids.Distinct().Order().Chunk(JobsPerStatement))
        {
            var wanted = chunk.ToHashSet();
            var lines = await jobs.QueryAsync<OutboxLine>($"SELECT {Fields} FROM {{x_LoggingOutbox}} WHERE {Touching(chunk)} ORDER BY Id", null, cancellationToken);
            rows.AddRange(lines.SelectMany(line => line.Rows(chunk[0], chunk[^1])).Where(row => wanted.Contains(row.JobID)));
        }

        return rows;
    }

    /// <summary>Whether anything is on its way.</summary>
    public static async Task<bool> AnyAsync(IDbSession jobs, CancellationToken cancellationToken) =>
        await jobs.ScalarAsync<long?>("SELECT 1 FROM {x_LoggingOutbox} LIMIT 1", null, cancellationToken) is not null;

    /// <summary>Puts lines of up to <paramref name="most"/> jobs, but at least one line, into a batch of their own; returns the batch, or null when there are none.</summary>
    public static async Task<string?> TakeBatchAsync(IDbSession jobs, string batch, int most, CancellationToken cancellationToken)
    {
        var lines = await jobs.QueryAsync<OutboxLine>($"SELECT {Fields} FROM {{x_LoggingOutbox}} WHERE Batch IS NULL ORDER BY Id LIMIT @most", new { most }, cancellationToken);
        if (lines.Count == 0) return null;
        var taken = 0L;
        var last = lines.TakeWhile((line, index) => (taken += line.LastJobID - line.JobID + 1) <= most || index == 0).Last().Id;
        await jobs.ExecuteAsync("UPDATE {x_LoggingOutbox} SET Batch = @batch WHERE Batch IS NULL AND Id <= @last", new { batch, last }, cancellationToken);
        return batch;
    }

    /// <summary>Batches that were taken and not finished, by a process that died.</summary>
    public static Task<IReadOnlyList<string>> OpenBatchesAsync(IDbSession jobs, CancellationToken cancellationToken) =>
        jobs.QueryAsync<string>("SELECT DISTINCT Batch FROM {x_LoggingOutbox} WHERE Batch IS NOT NULL", null, cancellationToken);

    /// <summary>The lines of a batch, those of one job in their order.</summary>
    public static async Task<IReadOnlyList<JobLogRow>> ReadBatchAsync(IDbSession jobs, string batch, CancellationToken cancellationToken)
    {
        var lines = await jobs.QueryAsync<OutboxLine>($"SELECT {Fields} FROM {{x_LoggingOutbox}} WHERE Batch = @batch ORDER BY Id", new { batch }, cancellationToken);
        return [.. lines.SelectMany(line => line.Rows())];
    }

    /// <summary>Forgets a batch that has arrived.</summary>
    public static Task DeleteBatchAsync(IDbSession jobs, string batch, CancellationToken cancellationToken) =>
        jobs.ExecuteAsync("DELETE FROM {x_LoggingOutbox} WHERE Batch = @batch", new { batch }, cancellationToken);

    // Numbers only, so that they may stand in the text. Jobs near each other share a range of first jobs: the index finds it, and no list gets long.
    private static string Touching(long[] ascending)
    {
        var condition = new StringBuilder();
        for (var start = 0; start < ascending.Length;)
        {
            var end = start;
            while (end + 1 < ascending.Length && ascending[end + 1] - ascending[end] <= OutboxLine.MostJobs) end++;
            condition.Append(condition.Length == 0 ? "" : " OR ")
                .Append(CultureInfo.InvariantCulture, $"(JobID BETWEEN {ascending[start] - OutboxLine.MostJobs + 1} AND {ascending[end]} AND LastJobID >= {ascending[start]})");
            start = end + 1;
        }

        return condition.ToString();
    }

    private static IReadOnlyList<object?> Values(OutboxLine line) =>
    [
        line.JobID, line.LastJobID, line.Status, ColumnText.Fit(line.MinorStatus, 128), ColumnText.Fit(line.ApplicationStatus, 255), line.StatusTime,
        line.StatusTimeOrder, ColumnText.Fit(line.StatusSource, 32),
    ];
}
