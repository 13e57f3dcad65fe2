namespace Dirac.Tasks;

/// <summary>How much of one kind of task there is.</summary>
public sealed class TaskDepth
{
    /// <summary>The kind of task.</summary>
    public required string Name { get; init; }

    /// <summary>Due and not held by anybody: waiting for an executor.</summary>
    public long Due { get; init; }

    /// <summary>Held by a worker.</summary>
    public long Running { get; init; }

    /// <summary>To be started later: delayed, between two attempts, or with a turn at a rate.</summary>
    public long Later { get; init; }

    /// <summary>Due, but waiting for a lock or a limit.</summary>
    public long Blocked { get; init; }

    /// <summary>For how long the oldest due one has been waiting, in milliseconds; 0 when none is.</summary>
    public long OldestDueMs { get; init; }
}
