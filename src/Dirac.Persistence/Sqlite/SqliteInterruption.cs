using Microsoft.Data.Sqlite;

namespace Dirac.Persistence.Sqlite;

/// <summary>Stops the statements of a connection when their time is over or nobody waits for them any more.</summary>
/// <remarks>When it is disposed no interruption is on its way: the connection may go to somebody else.</remarks>
internal sealed class SqliteInterruption : IAsyncDisposable
{
    // A statement that was just about to start is not stopped by the first call.
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);

    private readonly SqliteConnection _connection;
    private readonly CancellationTokenSource? _stop;
    private readonly ITimer? _limit;
    private readonly CancellationTokenRegistration _registration;

    public SqliteInterruption(SqliteConnection connection, TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        _connection = connection;
        Token = cancellationToken;
        if (longest != Timeout.InfiniteTimeSpan)
        {
            _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Token = _stop.Token;
            _limit = time.CreateTimer(_ => End(), null, longest, Again);
        }
        _registration = cancellationToken.UnsafeRegister(static self => ((SqliteInterruption)self!).Interrupt(), this);
    }

    /// <summary>Cancelled when the statements are to stop.</summary>
    public CancellationToken Token { get; }

    /// <summary>Whether their time is over.</summary>
    public bool IsOver { get; private set; }

    public async ValueTask DisposeAsync()
    {
        if (_limit is not null)
            await _limit.DisposeAsync();
        await _registration.DisposeAsync();
        _stop?.Dispose();
    }

    private void End()
    {
        IsOver = true;
        _stop!.Cancel();
        Interrupt();
    }

    private void Interrupt() => SQLitePCL.raw.sqlite3_interrupt(_connection.Handle!);
}
