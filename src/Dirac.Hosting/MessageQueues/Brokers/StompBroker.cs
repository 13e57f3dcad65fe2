using Dirac.Model.Errors;
using Dirac.Wire.Stomp;

namespace Dirac.Hosting.MessageQueues.Brokers;

/// <summary>A broker that is spoken to by STOMP. What differs between products is in the headers: each ignores those of the others.</summary>
internal sealed class StompBroker : IBrokerConnection
{
    private const string SubscriptionId = "1";
    private static readonly StompLimits Limits = new() { MaxBodyBytes = ReceivedLimits.MostBytes, KeptOfLargeBodies = ReceivedLimits.KeptBytes };

    private readonly BrokerPipe _pipe;
    private readonly StompConnection _connection;
    private MqUri? _source;

    private StompBroker(BrokerPipe pipe, StompConnection connection, BrokerEndpoint endpoint)
    {
        _pipe = pipe;
        _connection = connection;
        Broker = $"{(connection.Server.Length > 0 ? connection.Server : "STOMP")} at {endpoint}";
    }

    public string Broker { get; }

    public static async Task<StompBroker> OpenAsync(MqService service, BrokerEndpoint endpoint, string? clientName, TimeProvider time, CancellationToken cancellationToken)
    {
        var pipe = await BrokerPipe.OpenAsync(service, endpoint, cancellationToken);
        try
        {
            var options = new StompOptions { Host = service.VHost, Login = service.User, Passcode = service.Password, ClientId = clientName, Limits = Limits, Time = time };
            return new StompBroker(pipe, await GuardAsync(() => StompConnection.OpenAsync(pipe, options, cancellationToken)), endpoint);
        }
        catch
        {
            await pipe.DisposeAsync();
            throw;
        }
    }

    public Task SubscribeAsync(BrokerSubscription subscription, CancellationToken cancellationToken)
    {
        _source = subscription.Source;
        return GuardAsync(() => _connection.SubscribeAsync(StompHeaders.Subscription(subscription, SubscriptionId), cancellationToken));
    }

    public async Task<IReadOnlyList<Delivery>> ReceiveAsync(int most, CancellationToken cancellationToken)
    {
        var found = new List<Delivery> { ToDelivery(await GuardAsync(() => _connection.ReceiveAsync(cancellationToken).AsTask())) };
        while (found.Count < most && _connection.TryReceive() is { } message) found.Add(ToDelivery(message));
        return found;
    }

    public Task AcknowledgeAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        foreach (var delivery in deliveries) await _connection.AcknowledgeAsync((StompMessage)delivery.Tag, cancellationToken);
    });

    public Task RefuseAsync(Delivery delivery, CancellationToken cancellationToken) => GuardAsync(() => _connection.RefuseAsync((StompMessage)delivery.Tag, StompHeaders.Refusal, cancellationToken).AsTask());

    public Task PublishAsync(MqUri destination, bool isPersistent, IReadOnlyList<BrokerMessage> messages, CancellationToken cancellationToken) => GuardAsync(() => Task.WhenAll(
        messages.Select(message => _connection.SendAsync(StompHeaders.Destination(destination), message.Body, StompHeaders.Of(message, isPersistent), cancellationToken))));

    public Task CloseAsync(CancellationToken cancellationToken) => GuardAsync(() => _connection.DisconnectAsync(cancellationToken));

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _pipe.DisposeAsync();
    }

    private Delivery ToDelivery(StompMessage message)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in message.Frame.Headers) headers.TryAdd(name, value);
        return new Delivery(
            new ReceivedMessage(_source!, message.Frame.Body, headers) { Id = StompHeaders.StayingId(headers, _connection.Server), IsCutOff = message.Frame.IsBodyLeftOut },
            message);
    }

    private static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (StompException fault) when (fault.Fault is StompFault.Refused or StompFault.Inexpressible)
        {
            throw new DiracException(ErrorCode.Conflict, fault.Message, "See the broker's rights for this user, queue or topic.", fault);
        }
        catch (StompException fault)
        {
            throw new DiracException(ErrorCode.Unavailable, fault.Message, null, fault);
        }
    }

    private static Task<bool> GuardAsync(Func<Task> work) => GuardAsync(async () =>
    {
        await work();
        return true;
    });
}
