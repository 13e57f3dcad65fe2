using System.Collections.Concurrent;

namespace Dirac.Persistence.Sqlite;

/// <summary>All databases in one file, with one writer and a pool of readers.</summary>
internal sealed class SqliteDatabases(SqliteWriter writer, SqliteReaders readers, TransientRetry retry) : IDatabases, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, IDatabase> _byName = new();

    public IDatabase Get(string name) =>
        _byName.GetOrAdd(DatabaseName.Verify(name), name => new SqliteDatabase(name, writer, readers, retry));

    public async ValueTask DisposeAsync()
    {
        // The last connection to close tidies the journal, and only a writing one may.
        await readers.DisposeAsync();
        await writer.DisposeAsync();
    }
}
