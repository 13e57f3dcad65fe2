using Dirac.Persistence;

namespace Dirac.Workload.Logging;

/// <summary>The SQL of JobLoggingDB.</summary>
internal static class LoggingStore
{
    private static readonly string[] Columns =
        ["JobID", "SeqNum", "Status", "MinorStatus", "ApplicationStatus", "StatusTime", "StatusTimeOrder", "StatusSource"];

    /// <summary>Adds lines; the trigger numbers them.</summary>
    public static Task InsertAsync(IDbSession logging, IReadOnlyList<JobLogRow> rows, CancellationToken cancellationToken) =>
        logging.InsertManyAsync("LoggingInfo", Columns, rows.Select(Values), cancellationToken);

    /// <summary>The lines of these jobs, oldest first.</summary>
    public static Task<IReadOnlyList<JobLogRow>> ReadAsync(IDbSession logging, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        logging.QueryAsync<JobLogRow>(
            "SELECT JobID, Status, MinorStatus, ApplicationStatus, StatusTime, StatusTimeOrder, StatusSource FROM {LoggingInfo} WHERE JobID IN @ids"
            + " ORDER BY StatusTimeOrder, StatusTime, SeqNum",
            new { ids },
            cancellationToken);

    /// <summary>The order value of each job's latest line.</summary>
    public static Task<IReadOnlyList<LastOrder>> LastOrdersAsync(IDbSession logging, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        logging.QueryAsync<LastOrder>(
            "SELECT JobID, MAX(StatusTimeOrder) AS LatestOrder FROM {LoggingInfo} WHERE JobID IN @ids GROUP BY JobID", new { ids }, cancellationToken);

    /// <summary>Forgets the history of these jobs.</summary>
    public static async Task DeleteAsync(IDbSession logging, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        foreach (var chunk in ids.Chunk(500))
        {
            await logging.ExecuteAsync("DELETE FROM {LoggingInfo} WHERE JobID IN @chunk", new { chunk }, cancellationToken);
        }
    }

    private static IReadOnlyList<object?> Values(JobLogRow row) =>
        [row.JobID, 0, row.Status, row.MinorStatus, row.ApplicationStatus, row.StatusTime, row.StatusTimeOrder, row.StatusSource];
}
