namespace Dirac.Hosting.MessageQueues.Brokers;

/// <summary>What a consumer wants of a broker.</summary>
/// <param name="Source">The queue or topic.</param>
/// <param name="Name">The name under which a broker keeps a topic's messages for us while we are away; empty when it need not.</param>
/// <param name="Prefetch">At most so many messages are lent to us at a time.</param>
internal sealed record BrokerSubscription(MqUri Source, string Name, int Prefetch);
