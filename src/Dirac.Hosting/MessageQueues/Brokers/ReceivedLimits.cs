namespace Dirac.Hosting.MessageQueues.Brokers;

/// <summary>How large messages may be.</summary>
internal static class ReceivedLimits
{
    /// <summary>Bytes of a body that becomes a task: MySQL takes 16 MiB in one statement by default.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    /// <summary>Bytes of a body that is sent: it waits as a text within JSON, which may double it.</summary>
    public const int MostSentBytes = 4 * 1024 * 1024;

    /// <summary>Bytes of a body that a connection bears at all.</summary>
    public const uint MostRead = 128 * 1024 * 1024;

    /// <summary>Bytes of a larger one that are kept for people to see.</summary>
    public const int KeptBytes = 64 * 1024;
}
