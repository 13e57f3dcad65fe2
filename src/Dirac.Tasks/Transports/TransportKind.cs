namespace Dirac.Tasks.Transports;

/// <summary>What carries tasks to workers.</summary>
public enum TransportKind
{
    /// <summary>Nothing: workers claim tasks in the database.</summary>
    None,

    /// <summary>Streams of a Redis server.</summary>
    Redis,

    /// <summary>Quorum queues of a RabbitMQ server.</summary>
    RabbitMQ,
}
