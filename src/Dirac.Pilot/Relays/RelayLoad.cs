namespace Dirac.Pilot.Relays;

/// <summary>How many connections a relay has, and whether it is needed at all. Thread-safe.</summary>
internal sealed class RelayLoad : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _idle;
    private readonly RelayOptions _options;
    private int _connections;
    private bool _isOver;

    /// <summary>A relay without connections.</summary>
    /// <param name="options">Limits.</param>
    /// <param name="clock">Measures idleness.</param>
    internal RelayLoad(RelayOptions options, TimeProvider clock) => (_options, _idle) = (options, new CancellationTokenSource(options.Idle, clock));

    /// <summary>Is cancelled when nobody has needed the relay for long.</summary>
    internal CancellationToken Idle => _idle.Token;

    /// <summary>Counts a connection, which must <see cref="Leave"/>.</summary>
    /// <returns>False when there is no room for it.</returns>
    internal bool TryEnter()
    {
        lock (_lock)
        {
            if (_isOver || _connections == _options.MostConnections) return false;
            if (_connections++ == 0) _idle.CancelAfter(Timeout.InfiniteTimeSpan);
            return true;
        }
    }

    /// <summary>A connection has ended.</summary>
    internal void Leave()
    {
        lock (_lock)
        {
            if (--_connections == 0 && !_isOver) _idle.CancelAfter(_options.Idle);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            _idle.Dispose();
        }
    }
}
