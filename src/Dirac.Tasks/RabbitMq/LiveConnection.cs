using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Dirac.Tasks.RabbitMq;

/// <summary>A connection in use. It ends as a whole: also with one of its channels, or with a queue that somebody removed.</summary>
internal sealed class LiveConnection : IAsyncDisposable
{
    // A broker that is short of memory does not read, not even a goodbye.
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(1);

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

    /// <summary>What stands in a queue; null when there is no such queue.</summary>
    public async Task<QueueDeclareOk?> FindQueueAsync(string queue, CancellationToken cancellationToken)
    {
        // Asking for what is not there costs the channel.
        await using var channel = await _connection.CreateChannelAsync(null, cancellationToken);
        try
        {
            return await channel.QueueDeclarePassiveAsync(queue, cancellationToken);
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }

    /// <summary>Lets go of it.</summary>
    public Task EndAsync() => _ended.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await _connection.CloseAsync(Constants.ReplySuccess, "no longer needed", Goodbye, abort: true, CancellationToken.None);
        await _connection.DisposeAsync();
    }
}
