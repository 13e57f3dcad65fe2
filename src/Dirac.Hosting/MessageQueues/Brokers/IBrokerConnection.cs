using Dirac.Model.Errors;

namespace Dirac.Hosting.MessageQueues.Brokers;

/// <summary>An open connection to a broker, for consuming or for publishing. After a failure it is disposed and another one is made.</summary>
/// <remarks>
/// Failures are <see cref="DiracException"/>: <see cref="ErrorCode.Unavailable"/> when the broker is away, <see cref="ErrorCode.Conflict"/> when it refuses.
/// </remarks>
internal interface IBrokerConnection : IAsyncDisposable
{
    /// <summary>Which broker it is, for people: product and address.</summary>
    string Broker { get; }

    /// <summary>Has messages lent to us from now on. Once for a connection.</summary>
    Task SubscribeAsync(BrokerSubscription subscription, CancellationToken cancellationToken);

    /// <summary>Waits for a message, and takes those that have come with it.</summary>
    Task<IReadOnlyList<Delivery>> ReceiveAsync(int most, CancellationToken cancellationToken);

    /// <summary>Gives messages up, which are done with here.</summary>
    Task AcknowledgeAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken);

    /// <summary>Refuses a message for good: the broker lays it among its dead letters, if it has some.</summary>
    Task RefuseAsync(Delivery delivery, CancellationToken cancellationToken);

    /// <summary>Sends messages in order; returns when the broker has confirmed that it keeps them all.</summary>
    Task PublishAsync(MqUri destination, bool isPersistent, IReadOnlyList<BrokerMessage> messages, CancellationToken cancellationToken);

    /// <summary>Makes sure that acknowledgements have arrived. Then dispose.</summary>
    Task CloseAsync(CancellationToken cancellationToken);
}
