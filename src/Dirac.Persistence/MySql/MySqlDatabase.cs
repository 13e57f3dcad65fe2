using System.Data;
using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace Dirac.Persistence.MySql;

internal sealed partial class MySqlDatabase(
    string name, string schema, MySqlDataSource source, TransientRetry retry, TimeProvider time, ILogger<MySqlDatabase> logger) : IDatabase, IAsyncDisposable
{
    private readonly TableNames _tables = new(name, MySqlDialect.Instance);

    public string Name => name;

    public Dialect Dialect => MySqlDialect.Instance;

    public int? PoolSize { get; } = (int)new MySqlConnectionStringBuilder(source.ConnectionString).MaximumPoolSize;

    public Task<T> ReadAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        retry.RunAsync(name, token => ReadOnceAsync(work, token), MySqlFailure.MayBeRepeated, cancellationToken);

    public Task<T> ReadAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, TimeSpan longest, CancellationToken cancellationToken) =>
        retry.RunAsync(name, token => ReadLimitedAsync(work, longest, token), MySqlFailure.MayBeRepeated, cancellationToken);

    public async Task<T> WriteAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var (result, afterCommit) = await retry.RunAsync(name, token => WriteOnceAsync(work, token), MySqlFailure.MayBeRepeated, cancellationToken);
        foreach (var action in afterCommit)
            RunAfterCommit(action);
        return result;
    }

    public Task WriteAsync(Func<IDbSession, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        WriteAsync(
            async (session, token) =>
            {
                await work(session, token);
                return true;
            },
            cancellationToken);

    /// <summary>Creates the database on the server unless it is there.</summary>
    /// <exception cref="MySqlException">It is not there and this user may not create it.</exception>
    public async Task CreateIfMissingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
        }
        catch (MySqlException exception) when (exception.ErrorCode == MySqlErrorCode.UnknownDatabase)
        {
            var server = new MySqlConnectionStringBuilder(source.ConnectionString) { Database = "", Pooling = false };
            await using var connection = new MySqlConnection(server.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = $"CREATE DATABASE IF NOT EXISTS `{schema}`";
            await command.ExecuteNonQueryAsync(cancellationToken);
            LogCreated(schema);
        }
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async Task<T> ReadOnceAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await work(new DbSession(connection, null, Dialect, _tables, canWrite: false), cancellationToken);
    }

    // The server stops each statement by itself; the token stops them all together, and those that wait for the network.
    private async Task<T> ReadLimitedAsync<T>(Func<IDbSession, CancellationToken, Task<T>> work, TimeSpan longest, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        using var limit = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        string? refused = null;
        connection.InfoMessage += (_, told) => refused ??= told.Errors.FirstOrDefault(error => MySqlFailure.IsRegexp(error.ErrorCode))?.Message;
        try
        {
            var result = await work(new DbSession(connection, null, Dialect, _tables, canWrite: false, longest), either.Token);
            // A match that is given up counts as none and is only warned of.
            return refused is null ? result : throw new RegexpRefusedException(refused);
        }
        catch (MySqlException failure) when (MySqlFailure.IsTooLong(failure.ErrorCode))
        {
            throw new ReadTooLongException(name, longest, failure);
        }
        catch (MySqlException failure) when (MySqlFailure.IsRegexp(failure.ErrorCode))
        {
            throw new RegexpRefusedException(failure.Message, failure);
        }
        catch (Exception stopped) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested && MySqlFailure.IsStopped(stopped))
        {
            throw new ReadTooLongException(name, longest, stopped);
        }
    }

    private async Task<(T Result, IReadOnlyList<Action> AfterCommit)> WriteOnceAsync<T>(
        Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var session = new DbSession(connection, transaction, Dialect, _tables, canWrite: true);
        var result = await work(session, cancellationToken);
        await CommitAsync(connection, transaction);
        return (result, session.AfterCommitActions);
    }

    // Not cancellable: giving up half-way would leave the outcome unknown.
    private async Task CommitAsync(MySqlConnection connection, MySqlTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception exception) when (connection.State != ConnectionState.Open)
        {
            throw new CommitOutcomeUnknownException(name, exception);
        }
    }

    private void RunAfterCommit(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            LogAfterCommitFailed(exception);
        }
    }

    [LoggerMessage(3201, LogLevel.Information, "Created the database {Schema}.")]
    private partial void LogCreated(string schema);

    [LoggerMessage(3202, LogLevel.Error, "An after-commit action failed; the commit stands.")]
    private partial void LogAfterCommitFailed(Exception exception);
}
