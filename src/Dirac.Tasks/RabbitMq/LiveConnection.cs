using RabbitMQ.Client;

namespace Dirac.Tasks.RabbitMq;

/// <summary>A connection in use. It ends as a whole: also with one of its channels, or with a queue that somebody removed.</summary>
internal sealed class LiveConnection : IAsyncDisposable
{
    // A busy broker needs a while to read the last acknowledgements; one that is short of memory does not read, not even a goodbye.
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(5);

    private readonly IConnection _connection;
    private readonly CancellationTokenSource _ended = new();

    public LiveConnection(IConnection connection)
    {
        _connection = connection;
        connection.ConnectionShutdownAsync += (_, _) => EndAsync();
    }

    /// <summary>Cancelled when it has ended.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Why the broker ended it; null when it did not, or does not say.</summary>
    public string? Reason => _connection.CloseReason?.ReplyText;

    /// <summary>A channel whose end is the connection's.</summary>
    public async Task<IChannel> OpenChannelAsync(CreateChannelOptions? options, CancellationToken cancellationToken)
    {
        var channel = await _connection.CreateChannelAsync(options, cancellationToken);
        channel.ChannelShutdownAsync += (_, _) => EndAsync();
        return channel;
    }

    /// <summary>A channel that may end by itself.</summary>
    public Task<IChannel> OpenProbeAsync(CancellationToken cancellationToken) => _connection.CreateChannelAsync(null, cancellationToken);

    /// <summary>Lets go of it.</summary>
    public Task EndAsync() => _ended.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await _connection.CloseAsync(Constants.ReplySuccess, "no longer needed", Goodbye, abort: true, CancellationToken.None);
        await _connection.DisposeAsync();
    }
}
