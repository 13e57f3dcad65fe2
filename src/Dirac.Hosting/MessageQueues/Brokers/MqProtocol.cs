namespace Dirac.Hosting.MessageQueues.Brokers;

/// <summary>How a broker is spoken to.</summary>
internal enum MqProtocol
{
    /// <summary>STOMP 1.0 to 1.2, which ActiveMQ and RabbitMQ know.</summary>
    Stomp,

    /// <summary>AMQP 0-9-1, which RabbitMQ knows.</summary>
    Amqp,
}
