using Dirac.Tasks.Tests.Simulation;

namespace Dirac.Tasks.Tests.History;

/// <summary>Something that happened to the tasks of a simulated installation. It is true: what processes believe does not matter.</summary>
/// <param name="At">When, by the database's clock.</param>
/// <param name="TrueAt">When, by the clock that nobody sets.</param>
internal abstract record HistoryEvent(long At, long TrueAt)
{
    /// <summary>A task was made, or left out (no <paramref name="Task"/>) because its key waits.</summary>
    public sealed record Enqueued(long At, long TrueAt, long? Task, string Kind, string? Key, long DueMs, SiteLock? Lock = null) : HistoryEvent(At, TrueAt);

    /// <summary>A group of tasks was made; <paramref name="Within"/>: by the handler of that task, whose own group waits for it.</summary>
    public sealed record Grouped(long At, long TrueAt, long Group, Listed<long> Members, long? Within) : HistoryEvent(At, TrueAt);

    /// <summary>The task that follows a group was found; it was made before.</summary>
    public sealed record Followed(long At, long TrueAt, long Group, long Task) : HistoryEvent(At, TrueAt);

    /// <summary>A claim took a task that had so many attempts behind it.</summary>
    public sealed record Claimed(long At, long TrueAt, string Worker, long Task, long Epoch, int AttemptsBefore, long LeaseMs) : HistoryEvent(At, TrueAt);

    /// <summary>A holder renewed a batch and was told how many of its tasks are lost.</summary>
    public sealed record Renewed(long At, long TrueAt, string Worker, Listed<long> Tasks, long Epoch, long LeaseMs, int Lost) : HistoryEvent(At, TrueAt);

    /// <summary>A holder told what became of tasks; so many were still held.</summary>
    public sealed record Settled(long At, long TrueAt, string Worker, long Epoch, Listed<SettledTask> Tasks, int Held) : HistoryEvent(At, TrueAt);

    /// <summary>A holder had effects and completed their tasks in one transaction, or was refused.</summary>
    public sealed record Completed(long At, long TrueAt, string Worker, long Epoch, Listed<long> Tasks, bool IsCommitted) : HistoryEvent(At, TrueAt);

    /// <summary>A task was found among the dead.</summary>
    public sealed record Died(long At, long TrueAt, long Task, int Attempts, string Reason) : HistoryEvent(At, TrueAt);

    /// <summary>A dead task is in the queue again.</summary>
    public sealed record Revived(long At, long TrueAt, long Task) : HistoryEvent(At, TrueAt);

    /// <summary>A dead task was thrown away.</summary>
    public sealed record Dropped(long At, long TrueAt, long Task) : HistoryEvent(At, TrueAt);

    /// <summary>A kind was paused or goes on.</summary>
    public sealed record Paused(long At, long TrueAt, string Kind, bool IsPaused) : HistoryEvent(At, TrueAt);

    /// <summary>A scheduler looked at a schedule, which is due next then and fired so many tasks.</summary>
    public sealed record Looked(long At, long TrueAt, string Schedule, long IntervalMs, bool IsCommitted, long? NextMs, int Fired) : HistoryEvent(At, TrueAt);

    /// <summary>A task that needs locks was found with this epoch: who needed them may have fenced off its last holder.</summary>
    public sealed record Seen(long At, long TrueAt, long Task, long Epoch) : HistoryEvent(At, TrueAt);

    /// <summary>The run is over, everything was given time to end.</summary>
    public sealed record Ended(long At, long TrueAt, Listed<long> Remaining, Listed<long> Dead, Listed<TaskEffect> Effects) : HistoryEvent(At, TrueAt);
}

/// <summary>A list that can be read in a report.</summary>
internal sealed record Listed<T>(IReadOnlyList<T> All)
{
    public override string ToString() => $"[{string.Join(", ", All)}]";
}

/// <summary>What a holder told about one task.</summary>
internal sealed record SettledTask(long Task, SettledAs As, long DelayMs = 0);

internal enum SettledAs
{
    Done,
    Later,
    Failed,
    Dead,
}

/// <summary>An effect that stands in the database.</summary>
internal sealed class TaskEffect
{
    public long TaskID { get; init; }

    public long Epoch { get; init; }

    public override string ToString() => $"{TaskID}@{Epoch}";
}
