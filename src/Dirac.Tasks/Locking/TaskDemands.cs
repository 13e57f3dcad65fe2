namespace Dirac.Tasks.Locking;

/// <summary>The locks and limits of one task, as its definition computes them from its message.</summary>
internal sealed record TaskDemands(IReadOnlyList<TaskLock> Locks, IReadOnlyList<TaskLimit> Limits)
{
    public static TaskDemands None { get; } = new([], []);
}
