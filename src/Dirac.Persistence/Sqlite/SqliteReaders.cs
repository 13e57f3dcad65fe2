using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Dirac.Persistence.Sqlite;

/// <summary>A pool of reading connections, opened as needed. Readers never wait for the writer.</summary>
internal sealed class SqliteReaders(SqliteFile file, int size, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim _places = new(size);
    private readonly ConcurrentStack<SqliteConnection> _idle = new();

    /// <summary>Runs work on a connection of its own.</summary>
    /// <param name="database">For messages.</param>
    /// <param name="work">The work; its token is cancelled when the time is over too.</param>
    /// <param name="longest">How long it may take once it has a connection, or infinite.</param>
    /// <param name="cancellationToken">Stops waiting, and the statement that runs.</param>
    /// <exception cref="ReadTooLongException">It took longer.</exception>
    public async Task<T> UseAsync<T>(string database, Func<SqliteConnection, CancellationToken, Task<T>> work, TimeSpan longest, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            // SQLite works on the calling thread; the pool's threads let one caller's queries run side by side.
            return await Task.Run(() => UseIdleAsync(database, work, longest, cancellationToken), cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_idle.TryPop(out var connection))
            await connection.DisposeAsync();
        _places.Dispose();
    }

    private async Task<T> UseIdleAsync<T>(string database, Func<SqliteConnection, CancellationToken, Task<T>> work, TimeSpan longest, CancellationToken cancellationToken)
    {
        if (!_idle.TryPop(out var connection))
            connection = file.OpenReader();
        try
        {
            await using var interruption = new SqliteInterruption(connection, longest, time, cancellationToken);
            try
            {
                return await work(connection, interruption.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_INTERRUPT })
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw interruption.IsOver ? new ReadTooLongException(database, longest, exception) : exception;
            }
        }
        finally
        {
            _idle.Push(connection);
        }
    }
}
