namespace Dirac.Tasks.Locking;

/// <summary>A task's place among those that want the same: by priority, then by the time since which it could have begun.</summary>
/// <param name="Priority">Its priority.</param>
/// <param name="SinceMs">When it was due before it had to wait.</param>
/// <param name="TaskID">The task.</param>
internal readonly record struct Place(TaskPriority Priority, long SinceMs, long TaskID) : IComparable<Place>
{
    public int CompareTo(Place other) => (Priority, SinceMs, TaskID).CompareTo((other.Priority, other.SinceMs, other.TaskID));

    public bool IsBefore(Place other) => CompareTo(other) < 0;
}
