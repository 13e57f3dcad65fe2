using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Dirac.Persistence.Sqlite;

/// <summary>The single writer: units of work queue up, and those that wait together are committed together.</summary>
/// <remarks>
/// Each unit runs in a savepoint of its own, so that a failing one undoes only itself. One commit, and so one wait for the disk, serves the whole
/// batch; while the disk works the next batch gathers. A unit that comes alone is committed at once.
/// </remarks>
internal sealed partial class SqliteWriter : IAsyncDisposable
{
    // When the queue is full callers wait to get in. A batch ends early so that its first unit does not wait long for its last.
    private const int QueueLength = 4_096;
    private const int MostUnitsPerCommit = 256;
    private static readonly TimeSpan LongestBatch = TimeSpan.FromMilliseconds(20);

    private readonly SqliteFile _file;
    private readonly TransientRetry _retry;
    private readonly TimeProvider _time;
    private readonly ILogger<SqliteWriter> _logger;
    private readonly AsyncLocal<bool> _insideUnit = new();
    private readonly Channel<WriteUnit> _queue = Channel.CreateBounded<WriteUnit>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Lock _starting = new();

    private volatile Task? _loop;

    public SqliteWriter(SqliteFile file, TransientRetry retry, TimeProvider time, ILogger<SqliteWriter> logger)
    {
        _file = file;
        _retry = retry;
        _time = time;
        _logger = logger;
    }

    /// <summary>Queues a unit and waits until it is committed or has failed.</summary>
    /// <param name="open">Makes the session on the writer's connection.</param>
    /// <param name="work">The unit of work.</param>
    /// <param name="cancellationToken">Stops waiting for a place; a unit not yet begun is then left out.</param>
    /// <exception cref="InvalidOperationException">Called from within a unit of work, which would wait for itself.</exception>
    public async Task<T> WriteAsync<T>(
        Func<DbConnection, DbSession> open, Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (_insideUnit.Value)
            throw new InvalidOperationException("A unit of work must not start another write; use its own session.");

        EnsureStarted();
        var unit = new WriteUnit<T>(open, work, _insideUnit, cancellationToken);
        await _queue.Writer.WriteAsync(unit, cancellationToken);
        return await unit.Completion;
    }

    /// <summary>Opens the file unless that was done; the first time creates it.</summary>
    public void EnsureStarted()
    {
        if (_loop is not null)
            return;
        lock (_starting)
        {
            if (_loop is not null)
                return;
            var connection = _file.OpenWriter();
            using (ExecutionContext.SuppressFlow())
                _loop = Task.Run(() => RunToTheEndAsync(connection));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        if (_loop is not null)
            await _loop;
    }

    // A connection that cannot even roll back is beyond repair: nobody may wait for it for ever.
    private async Task RunToTheEndAsync(SqliteConnection connection)
    {
        try
        {
            await RunAsync(connection);
        }
        catch (Exception exception)
        {
            LogStopped(exception);
            _queue.Writer.TryComplete(exception);
            while (_queue.Reader.TryRead(out var unit))
                unit.Fail(exception);
        }
    }

    private async Task RunAsync(SqliteConnection connection)
    {
        await using var _ = connection;
        using var transaction = new SqliteTransactionScript(connection);
        var batch = new List<WriteUnit>(MostUnitsPerCommit);
        while (await _queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            try
            {
                await CommitBatchAsync(connection, transaction, batch);
            }
            catch (Exception exception)
            {
                LogBatchFailed(exception, batch.Count);
                batch.ForEach(unit => unit.Fail(exception));
                transaction.RollbackIfOpen();
            }
        }
    }

    private async Task CommitBatchAsync(SqliteConnection connection, SqliteTransactionScript transaction, List<WriteUnit> batch)
    {
        await BeginAsync(transaction, batch);
        var begun = _time.GetTimestamp();
        while (batch.Count < MostUnitsPerCommit && _time.GetElapsedTime(begun) < LongestBatch && _queue.Reader.TryRead(out var unit))
        {
            if (unit.IsCancelled)
                unit.Fail(new OperationCanceledException());
            else
                await RunInSavepointAsync(connection, transaction, unit, batch);
        }
        transaction.Commit();
        foreach (var unit in batch)
        {
            RunAfterCommit(unit);
            unit.Succeed();
        }
    }

    // Another process may hold the file's write lock. If it does not let go, those who wait are told so.
    private async Task BeginAsync(SqliteTransactionScript transaction, List<WriteUnit> batch)
    {
        try
        {
            await _retry.RunAsync(
                "SQLite",
                _ =>
                {
                    transaction.Begin();
                    return Task.FromResult(true);
                },
                SqliteFile.IsBusy,
                CancellationToken.None);
        }
        catch (SqliteException)
        {
            while (batch.Count < MostUnitsPerCommit && _queue.Reader.TryRead(out var unit))
                batch.Add(unit);
            throw;
        }
    }

    private static async Task RunInSavepointAsync(
        SqliteConnection connection, SqliteTransactionScript transaction, WriteUnit unit, List<WriteUnit> batch)
    {
        transaction.Save();
        try
        {
            await unit.RunAsync(connection);
            transaction.Release();
            batch.Add(unit);
        }
        catch (Exception exception)
        {
            unit.Fail(exception);
            // A full disk or an I/O error makes SQLite undo everything, the neighbours' work too.
            if (!transaction.IsOpen)
                throw;
            transaction.UndoToSave();
        }
    }

    private void RunAfterCommit(WriteUnit unit)
    {
        foreach (var action in unit.AfterCommitActions)
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
    }

    [LoggerMessage(3101, LogLevel.Error, "A batch of {Units} units of work was not committed.")]
    private partial void LogBatchFailed(Exception exception, int units);

    [LoggerMessage(3103, LogLevel.Critical, "The writer of the SQLite file has stopped; restart the process.")]
    private partial void LogStopped(Exception exception);

    [LoggerMessage(3102, LogLevel.Error, "An after-commit action failed; the commit stands.")]
    private partial void LogAfterCommitFailed(Exception exception);
}
