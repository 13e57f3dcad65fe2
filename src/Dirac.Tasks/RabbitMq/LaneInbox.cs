using Dirac.Tasks.Transports;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Dirac.Tasks.RabbitMq;

/// <summary>Receives the messages of one lane on one connection, and acknowledges them in as few frames as it can.</summary>
internal sealed class LaneInbox : AsyncDefaultBasicConsumer
{
    private const string DeliveryCount = "x-delivery-count";

    private readonly LiveConnection _connection;
    private readonly HeldMessages _held;
    private readonly AckLedger _ledger = new();
    private readonly Lock _lock = new();
    private readonly OneAtATime _sending = new();
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _consumer = "";

    private LaneInbox(IChannel channel, LiveConnection connection, TransportLane lane, HeldMessages held)
        : base(channel) => (_connection, Lane, _held) = (connection, lane, held);

    public TransportLane Lane { get; }

    /// <summary>Whether what it says still reaches the broker; if not, the broker delivers again what is not acknowledged.</summary>
    public bool IsLive => !_connection.Ended.IsCancellationRequested;

    /// <summary>Begins to receive from <paramref name="queue"/>.</summary>
    public static async Task<LaneInbox> OpenAsync(
        LiveConnection connection, TransportLane lane, string queue, ushort ahead, HeldMessages held, CancellationToken cancellationToken)
    {
        var channel = await connection.OpenChannelAsync(null, cancellationToken);
        await channel.BasicQosAsync(0, ahead, global: false, cancellationToken);
        var inbox = new LaneInbox(channel, connection, lane, held);
        inbox._consumer = await channel.BasicConsumeAsync(queue, autoAck: false, inbox, cancellationToken);
        return inbox;
    }

    /// <summary>A delivery need not come again. Told to the broker by <see cref="FlushAsync"/>.</summary>
    public void Done(ulong delivery)
    {
        lock (_lock)
            _ledger.Done(delivery);
    }

    /// <summary>Acknowledges what is done. On a broken connection nothing: it comes again and is acknowledged then.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _sending.RunAsync(SendAsync, cancellationToken);

    /// <summary>Receives no more; what was on its way has arrived.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Channel.BasicCancelAsync(_consumer, noWait: false, cancellationToken);
        await _cancelled.Task.WaitAsync(cancellationToken);
    }

    public override Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        _cancelled.TrySetResult();
        return Task.CompletedTask;
    }

    // The queue was deleted.
    public override Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default) => _connection.EndAsync();

    public override async Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default)
    {
        var isAgain = redelivered || (properties.Headers?.TryGetValue(DeliveryCount, out var count) is true && count is > 0L);
        if (!_held.Arrive(new LaneDelivery(this, deliveryTag, properties.MessageId ?? MessageId.Next(), isAgain), body))
            await FlushAsync(cancellationToken);
    }

    // In turn: one acknowledgement may cover others, and a broker that hears of a delivery twice closes the channel.
    private async Task<bool> SendAsync()
    {
        try
        {
            foreach (var (delivery, isUpTo) in Take())
                await Channel.BasicAckAsync(delivery, isUpTo, CancellationToken.None);
            return true;
        }
        catch (AlreadyClosedException)
        {
            await _connection.EndAsync();
            return false;
        }
    }

    private IReadOnlyList<Acknowledgement> Take()
    {
        lock (_lock)
            return _ledger.Take(all: true);
    }
}
