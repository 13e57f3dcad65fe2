using Dirac.Hosting.MessageQueues.Brokers;

namespace Dirac.Hosting.MessageQueues.Consuming;

/// <summary>How one trigger consumes, as things stand now. Compares by value.</summary>
/// <param name="Name">The trigger.</param>
/// <param name="Task">The kind of task it makes.</param>
/// <param name="Database">Where these tasks stand.</param>
/// <param name="Source">The queue or topic.</param>
/// <param name="Service">Its broker.</param>
internal sealed record TriggerSettings(string Name, string Task, string Database, MqUri Source, MqService Service)
{
    public const int DefaultPrefetch = 100;

    public const int DefaultRememberHours = 24;

    /// <summary>Messages that the broker lends at a time.</summary>
    public int Prefetch { get; init; } = DefaultPrefetch;

    /// <summary>How long a message is recognised that is delivered again; zero: never.</summary>
    public TimeSpan Remember { get; init; } = TimeSpan.FromHours(DefaultRememberHours);

    public UnreadableMessages Unreadable { get; init; }

    /// <summary>The name under which a topic's messages are kept while nobody is here; empty when they are not, and for queues.</summary>
    public string Subscription { get; init; } = "";
}
