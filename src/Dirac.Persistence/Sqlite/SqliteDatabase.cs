using System.Data.Common;

namespace Dirac.Persistence.Sqlite;

internal sealed class SqliteDatabase(string name, SqliteWriter writer, SqliteReaders readers, TransientRetry retry) : IDatabase
{
    private readonly TableNames _tables = new(name, SqliteDialect.Instance);

    public string Name => name;

    public Dialect Dialect => SqliteDialect.Instance;

    public int? PoolSize => null;

    public Task<T> ReadAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        ReadAsync(work, Timeout.InfiniteTimeSpan, cancellationToken);

    public Task<T> ReadAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, TimeSpan longest, CancellationToken cancellationToken)
    {
        writer.EnsureStarted();
        return retry.RunAsync(
            name,
            token => readers.UseAsync(name, (connection, stop) => work(Open(connection, canWrite: false), stop), longest, token),
            SqliteFile.IsBusy,
            cancellationToken);
    }

    public Task<T> WriteAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        writer.WriteAsync(connection => Open(connection, canWrite: true), work, cancellationToken);

    public Task WriteAsync(Func<IDbSession, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        WriteAsync(
            async (session, token) =>
            {
                await work(session, token);
                return true;
            },
            cancellationToken);

    private DbSession Open(DbConnection connection, bool canWrite) => new(connection, null, Dialect, _tables, canWrite);
}
