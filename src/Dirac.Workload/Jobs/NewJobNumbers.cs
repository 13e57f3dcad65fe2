using Dirac.Persistence;

namespace Dirac.Workload.Jobs;

/// <summary>Takes numbers for new jobs, which follow each other, from JobJDLs' own counter: a Python DIRAC may submit at the same time.</summary>
/// <remarks>
/// A row is inserted for the first number, then one by name with the last, which moves the counter behind it; both are removed again. Whoever
/// inserts later gets a higher number. When somebody got one in between the two, the transaction is repeated.
/// </remarks>
internal static class NewJobNumbers
{
    private const string Empty = "{JobJDLs} (JobID, JDL, JobRequirements, OriginalJDL) VALUES (@id, '', '', '')";

    /// <summary>The first of <paramref name="count"/> numbers that are the caller's from now on.</summary>
    /// <exception cref="TransactionConflictException">Another submission came in between.</exception>
    public static async Task<long> TakeAsync(IDbSession session, int count, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync($"INSERT INTO {Empty}", new { id = (long?)null }, cancellationToken);
        var first = await session.ScalarAsync<long>($"SELECT {session.Dialect.LastInsertId}", null, cancellationToken);
        var last = first + count - 1;
        if (last > first) await DemandGapAsync(session, first, last, cancellationToken);
        await session.ExecuteAsync("DELETE FROM {JobJDLs} WHERE JobID IN (@first, @last)", new { first, last }, cancellationToken);
        return first;
    }

    private static async Task DemandGapAsync(IDbSession session, long first, long last, CancellationToken cancellationToken)
    {
        var moved = await session.ExecuteAsync($"{session.Dialect.InsertIgnore} {Empty}", new { id = last }, cancellationToken) == 1;
        var taken = await session.QueryAsync<long>(
            $"SELECT JobID FROM {{JobJDLs}} WHERE JobID > @first AND JobID < @last LIMIT 1{session.Dialect.ForUpdate}", new { first, last }, cancellationToken);
        if (!moved || taken.Count > 0) throw new TransactionConflictException($"Numbers of jobs from {first} to {last} were taken by another submission meanwhile.");
    }
}
