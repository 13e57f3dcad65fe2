namespace Dirac.Workload.SiteDirection;

/// <summary>What is remembered of a directed queue. Times are milliseconds since 1970, by the database's clock.</summary>
internal sealed class QueueRow
{
    public string Site { get; init; } = "";

    public string CE { get; init; } = "";

    public string Queue { get; init; } = "";

    /// <summary>Who works on it.</summary>
    public string Holder { get; init; } = "";

    /// <summary>Until when nobody else does.</summary>
    public long HeldUntilMs { get; init; }

    /// <summary>When its element was last asked anything.</summary>
    public long AskedMs { get; init; }

    /// <summary>When its pilots' statuses were last asked for.</summary>
    public long FollowedMs { get; init; }

    /// <summary>When pilots were last handed in.</summary>
    public long SubmittedMs { get; init; }

    /// <summary>How many calls have failed one after another.</summary>
    public int Failures { get; init; }

    /// <summary>Until when no pilots are handed in.</summary>
    public long PausedUntilMs { get; init; }

    /// <summary>Of the options with which that was decided.</summary>
    public string Digest { get; init; } = "";

    /// <summary>What is wrong: a <see cref="Dirac.Resources.Computing.CETrouble"/>; empty when nothing is.</summary>
    public string Trouble { get; init; } = "";

    public string Message { get; init; } = "";

    public string Advice { get; init; } = "";

    public QueueName Name => new(Site, CE, Queue);

    /// <summary>What is wrong and what helps, in sentences; null when nothing is. Other options begin anew.</summary>
    public string? TroubleOf(DirectedQueue queue) => Message.Length == 0 || Digest != queue.Digest ? null : $"{Message.TrimEnd('.')}. {Advice}".TrimEnd();

    /// <summary>Whether a failure keeps pilots from the queue at that moment; other options begin anew.</summary>
    public bool IsPaused(DirectedQueue queue, long nowMs) => PausedUntilMs > nowMs && Digest == queue.Digest;
}
