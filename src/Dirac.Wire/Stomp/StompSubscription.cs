namespace Dirac.Wire.Stomp;

/// <summary>What is to be delivered to us. Every message is acknowledged by itself, except in version 1.0, which acknowledges all before it too.</summary>
/// <param name="Id">Our name of the subscription, unique in its connection.</param>
/// <param name="Destination">The broker's name of a queue or topic, such as <c>/queue/jobs</c>.</param>
public sealed record StompSubscription(string Id, string Destination)
{
    /// <summary>Further headers, which differ from broker to broker: how many messages may be unacknowledged, or whether a topic's messages are kept for us.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    internal StompFrame Frame(StompVersion version) => new(
        "SUBSCRIBE",
        [new("id", Id), new("destination", Destination), new("ack", version == StompVersion.V10 ? "client" : "client-individual"), .. Headers]);
}
