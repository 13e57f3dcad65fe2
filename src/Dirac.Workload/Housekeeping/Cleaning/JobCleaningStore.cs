using Dirac.Persistence;

namespace Dirac.Workload.Housekeeping.Cleaning;

/// <summary>The SQL that finds jobs that are to go.</summary>
internal static class JobCleaningStore
{
    /// <summary>Deleted jobs after a number, by number.</summary>
    public static Task<IReadOnlyList<long>> DeletedAsync(IDbSession jobs, long after, int count, CancellationToken cancellationToken) =>
        jobs.QueryAsync<long>(
            "SELECT JobID FROM {Jobs} WHERE Status = 'Deleted' AND JobID > @after ORDER BY JobID LIMIT @count", new { after, count }, cancellationToken);

    /// <summary>Jobs between two numbers, by number, of one status (null: of any but Deleted) that did not change since a moment, without those of some types.</summary>
    public static Task<IReadOnlyList<long>> AgedAsync(
        IDbSession jobs,
        string? status,
        DateTime before,
        (long After, long Below) range,
        IReadOnlyList<string> exceptTypes,
        int count,
        CancellationToken cancellationToken)
    {
        var ofStatus = status is null ? "Status <> 'Deleted'" : "Status = @status";
        var ofType = exceptTypes.Count == 0 ? "" : " AND JobType NOT IN @exceptTypes";
        return jobs.QueryAsync<long>(
            $"SELECT JobID FROM {{Jobs}} WHERE {ofStatus} AND JobID > @after AND JobID < @below AND LastUpdateTime < @before{ofType} ORDER BY JobID LIMIT @count",
            new { status, before, after = range.After, below = range.Below, exceptTypes, count },
            cancellationToken);
    }

    /// <summary>A number from which on jobs were submitted at a moment or later, and so cannot be older.</summary>
    /// <remarks>Numbers rise with time, so a few looks by primary key find it; nothing is scanned. Where they do not, a job goes as soon as those before it are old enough.</remarks>
    public static async Task<long> FirstSinceAsync(IDbSession jobs, DateTime moment, CancellationToken cancellationToken)
    {
        var low = 0L;
        var high = 1 + await jobs.ScalarAsync<long>("SELECT COALESCE(MAX(JobID), 0) FROM {Jobs}", null, cancellationToken);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var next = await jobs.QueryFirstOrDefaultAsync<Submission>(
                "SELECT JobID, SubmissionTime FROM {Jobs} WHERE JobID >= @middle ORDER BY JobID LIMIT 1", new { middle }, cancellationToken);
            if (next is null || next.JobID >= high || next.SubmissionTime >= moment) high = middle;
            else low = next.JobID + 1;
        }

        return low;
    }

    private sealed class Submission
    {
        public long JobID { get; init; }

        public DateTime? SubmissionTime { get; init; }
    }
}
