using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Dirac.Persistence.Sqlite;

/// <summary>A pool of reading connections, opened as needed. Readers never wait for the writer.</summary>
internal sealed class SqliteReaders(SqliteFile file, int size) : IAsyncDisposable
{
    private readonly SemaphoreSlim _places = new(size);
    private readonly ConcurrentStack<SqliteConnection> _idle = new();

    public async Task<T> UseAsync<T>(Func<SqliteConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            // SQLite works on the calling thread; the pool's threads let one caller's queries run side by side.
            return await Task.Run(() => UseIdleAsync(work), cancellationToken);
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

    private async Task<T> UseIdleAsync<T>(Func<SqliteConnection, Task<T>> work)
    {
        if (!_idle.TryPop(out var connection))
            connection = file.OpenReader();
        try
        {
            return await work(connection);
        }
        finally
        {
            _idle.Push(connection);
        }
    }
}
