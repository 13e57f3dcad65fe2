namespace Dirac.Workload.Logging;

/// <summary>Reads job histories: what has arrived in JobLoggingDB and what is still on its way.</summary>
internal sealed class JobHistory(WorkloadDatabases databases)
{
    /// <summary>The lines of these jobs.</summary>
    public async Task<ILookup<long, JobLogRow>> ReadAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        // The outbox is read first: a line that moves in between is then seen twice and dropped once, never missed.
        var pending = await databases.Jobs.ReadAsync((session, token) => LoggingOutbox.PendingAsync(session, ids, token), cancellationToken);
        var arrived = await databases.Logging.ReadAsync((session, token) => LoggingStore.ReadAsync(session, ids, token), cancellationToken);
        return arrived.Concat(pending).DistinctBy(Identity).ToLookup(row => row.JobID);
    }

    /// <summary>The order value of each job's latest line; 0 for a job without history.</summary>
    public async Task<IReadOnlyDictionary<long, double>> LastOrdersAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var pending = await databases.Jobs.ReadAsync((session, token) => LoggingOutbox.PendingAsync(session, ids, token), cancellationToken);
        var arrived = await databases.Logging.ReadAsync((session, token) => LoggingStore.LastOrdersAsync(session, ids, token), cancellationToken);
        return arrived.Select(last => (last.JobID, Order: last.LatestOrder))
            .Concat(pending.Select(row => (row.JobID, Order: row.StatusTimeOrder)))
            .GroupBy(pair => pair.JobID)
            .ToDictionary(group => group.Key, group => group.Max(pair => pair.Order));
    }

    private static (long, double, string, string, string, string) Identity(JobLogRow row) =>
        (row.JobID, row.StatusTimeOrder, row.Status, row.MinorStatus, row.ApplicationStatus, row.StatusSource);
}
