namespace Dirac.Hosting.MessageQueues.Brokers;

/// <summary>How large messages may be.</summary>
internal static class ReceivedLimits
{
    /// <summary>Bytes of a body that becomes a task, or is sent: more than MySQL takes in one statement by default would be 16 MiB.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    /// <summary>Bytes of a body that a connection bears at all.</summary>
    public const uint MostRead = 128 * 1024 * 1024;

    /// <summary>Bytes of a larger one that are kept for people to see.</summary>
    public const int KeptBytes = 64 * 1024;
}
