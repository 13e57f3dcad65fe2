namespace Dirac.Tasks.Doorbells;

/// <summary>What wakes the workers of other processes.</summary>
public enum DoorbellKind
{
    /// <summary>Nothing: they look at the table every <see cref="TaskOptions.PollInterval"/>. Workers of the same process are always woken at once.</summary>
    InProcess,

    /// <summary>A channel of a Redis server.</summary>
    Redis,

    /// <summary>A fan-out exchange of a RabbitMQ server.</summary>
    RabbitMQ,
}
