namespace Dirac.Tasks;

/// <summary>How much of one kind of task there is.</summary>
public sealed class TaskDepth
{
    /// <summary>The kind of task.</summary>
    public required string Name { get; init; }

    /// <summary>Due and not held by anybody.</summary>
    public long Due { get; init; }

    /// <summary>Held by a worker.</summary>
    public long Running { get; init; }

    /// <summary>To be started later: delayed, or between two attempts.</summary>
    public long Later { get; init; }

    /// <summary>For how long the oldest due one has been waiting, in milliseconds; 0 when none is.</summary>
    public long OldestDueMs { get; init; }
}
