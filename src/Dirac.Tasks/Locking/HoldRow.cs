namespace Dirac.Tasks.Locking;

internal sealed class HoldRow
{
    public required string Resource { get; init; }

    public long TaskID { get; init; }

    public long Epoch { get; init; }

    public int Mode { get; init; }

    /// <summary>When the lease under which it counts is over; null when the task is gone or has another holder.</summary>
    public long? LeaseEndMs { get; init; }
}
