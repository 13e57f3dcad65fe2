namespace Dirac.Hosting.MessageQueues.Consuming;

/// <summary>Where a message goes that cannot be read.</summary>
internal enum UnreadableMessages
{
    /// <summary>Among the dead of its task, where operators see it with the reason.</summary>
    Dead,

    /// <summary>Back to the broker as refused, for its dead letters.</summary>
    Broker,
}
