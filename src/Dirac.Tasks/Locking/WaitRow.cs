namespace Dirac.Tasks.Locking;

internal sealed class WaitRow
{
    public long TaskID { get; init; }

    public required string Resource { get; init; }

    public int Mode { get; init; }

    public int Priority { get; init; }

    public int Size { get; init; }

    public long SinceMs { get; init; }

    public long? WokenMs { get; init; }

    public string Configured { get; init; } = "";

    public Waiter ToWaiter() => new(new Place((TaskPriority)Priority, SinceMs, TaskID), (HoldMode)Mode, WokenMs);
}
