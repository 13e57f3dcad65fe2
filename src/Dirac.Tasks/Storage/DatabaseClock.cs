using Dirac.Persistence;

namespace Dirac.Tasks.Storage;

/// <summary>A database's clock, asked now and then; in between this process counts on.</summary>
internal sealed class DatabaseClock(IDatabase database, TimeProvider time)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(30);

    private volatile Reading? _last;

    /// <summary>Milliseconds since 1970, never behind the database by more than the clocks drift apart in half a minute.</summary>
    public async ValueTask<long> NowMsAsync(CancellationToken cancellationToken)
    {
        if (_last is { } last && time.GetElapsedTime(last.At) < Lasts)
            return last.Ms + (long)time.GetElapsedTime(last.At).TotalMilliseconds;

        // Counted from before the question, so that a slow answer makes this clock early: what is taken anew too soon does no harm.
        var at = time.GetTimestamp();
        var ms = await database.ReadAsync(HandOverSql.NowMsAsync, cancellationToken);
        _last = new Reading(at, ms);
        return ms;
    }

    private sealed record Reading(long At, long Ms);
}
