namespace Dirac.Hosting.MessageQueues;

/// <summary>What a destination is.</summary>
public enum MqKind
{
    /// <summary>Each message goes to one of its consumers, and waits for one.</summary>
    Queue,

    /// <summary>Each message goes to everyone who has subscribed.</summary>
    Topic,
}
