using System.Net.Sockets;
using System.Threading.Channels;
using Dirac.Model.Errors;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Dirac.Hosting.MessageQueues.Brokers;

/// <summary>A broker that is spoken to by AMQP 0-9-1. A topic is a routing key of the exchange <c>amq.topic</c>, as RabbitMQ's STOMP has it.</summary>
internal sealed class AmqpBroker : IBrokerConnection
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly Channel<Delivery> _deliveries = Channel.CreateUnbounded<Delivery>(new UnboundedChannelOptions { SingleReader = true });
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    private AmqpBroker(IConnection connection, IChannel channel, BrokerEndpoint endpoint)
    {
        _connection = connection;
        _channel = channel;
        Broker = $"RabbitMQ at {endpoint}";
        channel.ChannelShutdownAsync += (_, reason) =>
        {
            _deliveries.Writer.TryComplete(Fault(reason));
            return Task.CompletedTask;
        };
    }

    public string Broker { get; }

    public static Task<IBrokerConnection> OpenAsync(MqService service, BrokerEndpoint endpoint, CancellationToken cancellationToken) => GuardAsync<IBrokerConnection>(async () =>
    {
        var connection = await AmqpSettings.Of(service, endpoint).CreateConnectionAsync([AmqpSettings.Endpoint(service, endpoint)], "dirac-server", cancellationToken);
        try
        {
            var confirms = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
            return new AmqpBroker(connection, await connection.CreateChannelAsync(confirms, cancellationToken), endpoint);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    });

    public Task SubscribeAsync(BrokerSubscription subscription, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        var queue = await QueueAsync(subscription, cancellationToken);
        await _channel.BasicQosAsync(0, (ushort)subscription.Prefetch, global: false, cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            _deliveries.Writer.TryWrite(AmqpMessages.Read(subscription.Source, delivery));
            return Task.CompletedTask;
        };
        // A queue that is deleted under us ends the subscription, not the connection.
        consumer.UnregisteredAsync += (_, _) =>
        {
            _deliveries.Writer.TryComplete(new DiracException(ErrorCode.Unavailable, "The broker ended the subscription."));
            return Task.CompletedTask;
        };
        await _channel.BasicConsumeAsync(queue, autoAck: false, consumer, cancellationToken);
        return true;
    });

    public Task<IReadOnlyList<Delivery>> ReceiveAsync(int most, CancellationToken cancellationToken) => GuardAsync<IReadOnlyList<Delivery>>(async () =>
    {
        var found = new List<Delivery> { await _deliveries.Reader.ReadAsync(cancellationToken) };
        while (found.Count < most && _deliveries.Reader.TryRead(out var next)) found.Add(next);
        return found;
    });

    public Task AcknowledgeAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        foreach (var delivery in deliveries) await _channel.BasicAckAsync((ulong)delivery.Tag, multiple: false, cancellationToken);
        return true;
    });

    public Task RefuseAsync(Delivery delivery, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        await _channel.BasicNackAsync((ulong)delivery.Tag, multiple: false, requeue: false, cancellationToken);
        return true;
    });

    public Task PublishAsync(MqUri destination, bool isPersistent, IReadOnlyList<BrokerMessage> messages, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        if (destination.Kind == MqKind.Queue && _seen.Add(destination.Name)) await EnsureQueueAsync(destination.Name, cancellationToken);
        var exchange = destination.Kind == MqKind.Topic ? AmqpMessages.TopicExchange : "";
        // To a queue a message that nobody takes is an error; a topic may have no listener.
        var confirmed = messages.Select(message => _channel.BasicPublishAsync(
            exchange, destination.Name, mandatory: destination.Kind == MqKind.Queue, AmqpMessages.Properties(message, isPersistent), message.Body, cancellationToken).AsTask());
        await Task.WhenAll(confirmed.ToList());
        return true;
    });

    public Task CloseAsync(CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        await _connection.CloseAsync(cancellationToken);
        return true;
    });

    // A connection that stayed open would keep for itself what the broker has lent it.
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _channel.DisposeAsync();
        }
        finally
        {
            await _connection.DisposeAsync();
        }
    }

    private async Task<string> QueueAsync(BrokerSubscription subscription, CancellationToken cancellationToken)
    {
        if (subscription.Source.Kind == MqKind.Queue)
        {
            await EnsureQueueAsync(subscription.Source.Name, cancellationToken);
            return subscription.Source.Name;
        }

        var isKept = subscription.Name.Length > 0;
        var declared = await _channel.QueueDeclareAsync(isKept ? subscription.Name : "", durable: isKept, exclusive: !isKept, autoDelete: !isKept, cancellationToken: cancellationToken);
        await _channel.QueueBindAsync(declared.QueueName, AmqpMessages.TopicExchange, subscription.Source.Name, cancellationToken: cancellationToken);
        return declared.QueueName;
    }

    // A queue that is there keeps its kind and its options; one that is missing is made as RabbitMQ's STOMP makes it. A failed question ends its channel.
    private async Task EnsureQueueAsync(string name, CancellationToken cancellationToken)
    {
        await using var asking = await _connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            await asking.QueueDeclarePassiveAsync(name, cancellationToken);
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            await _channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, cancellationToken: cancellationToken);
        }
    }

    private static DiracException Fault(ShutdownEventArgs? reason, Exception? inner = null)
    {
        var text = reason?.ReplyText is { Length: > 0 } said ? said : inner?.Message ?? "The connection ended.";
        return reason?.ReplyCode is Constants.AccessRefused or Constants.PreconditionFailed or Constants.NotFound or Constants.NotAllowed
            ? new DiracException(ErrorCode.Conflict, $"The broker refuses: {text}", "See the broker's rights for this user, queue or topic.", inner)
            : new DiracException(ErrorCode.Unavailable, $"The broker is away: {text}", null, inner);
    }

    private static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (failure is AuthenticationFailureException || failure.InnerException is AuthenticationFailureException)
        {
            throw new DiracException(ErrorCode.Conflict, $"The broker refuses the login: {failure.Message}", "See User and Password of the service.", failure);
        }
        catch (PublishException failure)
        {
            throw new DiracException(failure.IsReturn ? ErrorCode.Conflict : ErrorCode.Unavailable, $"The broker did not keep a message: {failure.Message}", null, failure);
        }
        catch (ChannelClosedException failure)
        {
            throw failure.InnerException is DiracException known ? new DiracException(known.Code, known.Message, known.Advice, known) : Fault(null, failure);
        }
        catch (OperationInterruptedException failure)
        {
            throw Fault(failure.ShutdownReason, failure);
        }
        catch (Exception failure) when (failure is BrokerUnreachableException or SocketException or IOException or ObjectDisposedException or RabbitMQClientException)
        {
            throw Fault(null, failure);
        }
    }
}
