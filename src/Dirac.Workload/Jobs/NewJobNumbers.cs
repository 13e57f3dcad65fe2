using Dirac.Persistence;

namespace Dirac.Workload.Jobs;

/// <summary>Takes numbers for new jobs, which follow each other, from JobJDLs' own counter: a Python DIRAC may submit at the same time.</summary>
/// <remarks>
/// One statement inserts an empty row for each, so that the engine moves its counter once, and they are removed again. A number chosen by us
/// instead may be the one that another's insert was just given and has not written yet: that insert would fail.
/// </remarks>
internal static class NewJobNumbers
{
    private const string Insert = "INSERT INTO {JobJDLs} (JDL, JobRequirements, OriginalJDL) VALUES ";
    private const string Row = "('','','')";

    /// <summary>The first of <paramref name="count"/> numbers that are the caller's from now on.</summary>
    public static async Task<long> TakeAsync(IDbSession session, int count, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(Insert + string.Join(',', Enumerable.Repeat(Row, count)), null, cancellationToken);
        var first = await session.ScalarAsync<long>($"SELECT {session.Dialect.FirstOfInserted(count)}", null, cancellationToken);
        var removed = await session.ExecuteAsync("DELETE FROM {JobJDLs} WHERE JobID BETWEEN @first AND @last", new { first, last = first + count - 1 }, cancellationToken);
        if (removed != count) throw new InvalidOperationException($"The database gave {removed} of {count} numbers that follow each other from {first}.");
        return first;
    }
}
