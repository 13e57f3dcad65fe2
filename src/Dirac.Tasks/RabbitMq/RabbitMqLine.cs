namespace Dirac.Tasks.RabbitMq;

/// <summary>A connection for one purpose, with what is made on it. Opened when it is asked for, and again after it has ended. Safe for concurrent use.</summary>
/// <typeparam name="T">What is made on it.</typeparam>
internal sealed class RabbitMqLine<T>(RabbitMqConnections connections, string purpose, Func<LiveConnection, CancellationToken, Task<T>> open) : IAsyncDisposable
    where T : class
{
    private readonly OneAtATime _opening = new();
    private volatile LiveConnection? _connection;
    private volatile T? _made;

    /// <summary>What was made on the connection that lives; null when there is none.</summary>
    public T? Current => _connection is { Ended.IsCancellationRequested: false } ? _made : null;

    /// <summary>What was made on the connection that lives, or on a new one.</summary>
    /// <exception cref="Exception">The broker cannot be reached.</exception>
    public async Task<T> GetAsync(CancellationToken cancellationToken) => Current ?? await _opening.RunAsync(() => OpenAsync(cancellationToken), cancellationToken);

    public async ValueTask DisposeAsync() => await _opening.RunAsync(CloseAsync, CancellationToken.None);

    private async Task<T> OpenAsync(CancellationToken cancellationToken)
    {
        if (Current is { } made)
            return made;
        await CloseAsync();
        _connection = await connections.OpenAsync(purpose, cancellationToken);
        return _made = await open(_connection, cancellationToken);
    }

    private async Task<bool> CloseAsync()
    {
        _made = null;
        if (_connection is not { } connection)
            return false;
        await connection.DisposeAsync();
        _connection = null;
        return true;
    }
}
