namespace Dirac.Tasks.RabbitMq;

/// <summary>A connection for one purpose, with what is made on it. Opened when it is asked for, and again after it has ended. Safe for concurrent use.</summary>
/// <typeparam name="T">What is made on it.</typeparam>
internal sealed class RabbitMqLine<T>(RabbitMqConnections connections, string purpose, Func<LiveConnection, CancellationToken, Task<T>> open) : IAsyncDisposable
    where T : class
{
    private readonly SemaphoreSlim _opening = new(1);
    private LiveConnection? _connection;
    private volatile T? _made;

    /// <summary>What was made on the connection that lives, or on a new one.</summary>
    /// <exception cref="Exception">The broker cannot be reached.</exception>
    public async Task<T> GetAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_made is { } made && _connection is { Ended.IsCancellationRequested: false })
                return made;

            await CloseAsync();
            _connection = await connections.OpenAsync(purpose, cancellationToken);
            return _made = await open(_connection, cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _opening.WaitAsync();
        await CloseAsync();
        _opening.Dispose();
    }

    private async Task CloseAsync()
    {
        _made = null;
        if (_connection is not null)
            await _connection.DisposeAsync();
        _connection = null;
    }
}
