using Dirac.Persistence;

namespace Dirac.Tasks.Tuning;

/// <summary>A database as claims, renewals and records use it: on so many connections at once as their share allows, and with an eye on how long it takes.</summary>
/// <param name="database">The database.</param>
/// <param name="share">One place for each connection, shared by the databases; null: there is no need.</param>
/// <param name="time">Measures.</param>
internal sealed class WatchedDatabase(IDatabase database, SemaphoreSlim? share, TimeProvider time) : IDatabase
{
    private readonly Lock _lock = new();
    private int _count;
    private double _seconds;

    public string Name => database.Name;

    public Dialect Dialect => database.Dialect;

    public int? PoolSize => database.PoolSize;

    /// <summary>How long a unit of work took on average since the last question; zero when there was none.</summary>
    public TimeSpan Sample()
    {
        lock (_lock)
        {
            var mean = _count == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(_seconds / _count);
            (_count, _seconds) = (0, 0);
            return mean;
        }
    }

    public Task<T> ReadAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        WatchAsync(() => database.ReadAsync(work, cancellationToken), cancellationToken);

    public Task<T> ReadAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, TimeSpan longest, CancellationToken cancellationToken) =>
        WatchAsync(() => database.ReadAsync(work, longest, cancellationToken), cancellationToken);

    public Task<T> WriteAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        WatchAsync(() => database.WriteAsync(work, cancellationToken), cancellationToken);

    public Task WriteAsync(Func<IDbSession, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        WatchAsync(
            async () =>
            {
                await database.WriteAsync(work, cancellationToken);
                return true;
            },
            cancellationToken);

    private async Task<T> WatchAsync<T>(Func<Task<T>> use, CancellationToken cancellationToken)
    {
        if (share is not null)
            await share.WaitAsync(cancellationToken);
        var begun = time.GetTimestamp();
        try
        {
            return await use();
        }
        finally
        {
            share?.Release();
            Note(time.GetElapsedTime(begun));
        }
    }

    private void Note(TimeSpan took)
    {
        lock (_lock)
        {
            _count++;
            _seconds += took.TotalSeconds;
        }
    }
}
