using RabbitMQ.Client;

namespace Dirac.Tasks.RabbitMq;

/// <summary>Publishes to one queue, and waits until the broker has what was published on disk.</summary>
internal sealed class LanePublisher
{
    private readonly IChannel _channel;
    private readonly LiveConnection _connection;
    private readonly string _queue;
    private readonly TimeSpan _longestConfirm;
    private readonly TimeProvider _time;
    private readonly ConfirmLedger _confirms = new();
    private readonly OneAtATime _sending = new();

    private LanePublisher(IChannel channel, LiveConnection connection, string queue, TimeSpan longestConfirm, TimeProvider time)
    {
        (_channel, _connection, _queue, _longestConfirm, _time) = (channel, connection, queue, longestConfirm, time);
        channel.BasicAcksAsync += (_, answer) => AnswerAsync(answer.DeliveryTag, answer.Multiple, isTaken: true);
        channel.BasicNacksAsync += (_, answer) => AnswerAsync(answer.DeliveryTag, answer.Multiple, isTaken: false);
        // There is no such queue any more; the broker confirms that, too.
        channel.BasicReturnAsync += (_, _) => connection.EndAsync();
    }

    public static async Task<LanePublisher> OpenAsync(
        LiveConnection connection, string queue, TimeSpan longestConfirm, TimeProvider time, CancellationToken cancellationToken)
    {
        var options = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false);
        return new LanePublisher(await connection.OpenChannelAsync(options, cancellationToken), connection, queue, longestConfirm, time);
    }

    /// <summary>Publishes messages in order.</summary>
    /// <exception cref="IOException">Some of them may not be there; the connection is given up.</exception>
    public async Task PublishAsync(IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(_longestConfirm, _time);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(_connection.Ended, late.Token, cancellationToken);
        try
        {
            if (await _sending.RunAsync(() => SendAsync(messages, enough.Token), enough.Token))
                return;
        }
        catch (Exception exception)
        {
            // What was sent and what was not is not known, and so neither are the numbers of the next ones.
            await _connection.EndAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw new IOException($"RabbitMQ did not confirm messages for {_queue}: {_connection.Reason ?? exception.Message}", exception);
        }
        throw new IOException($"RabbitMQ refused messages for {_queue}.");
    }

    private async Task<bool> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            _confirms.Publish();
            var properties = new BasicProperties { MessageId = MessageId.Next(), DeliveryMode = DeliveryModes.Persistent };
            await _channel.BasicPublishAsync("", _queue, mandatory: true, properties, message, cancellationToken);
        }
        return await _confirms.SettledAsync().WaitAsync(cancellationToken);
    }

    private Task AnswerAsync(ulong message, bool upTo, bool isTaken)
    {
        _confirms.Answer(message, upTo, isTaken);
        return Task.CompletedTask;
    }
}
