namespace Dirac.Tasks.Locking;

internal sealed class ResourceRow
{
    public required string Resource { get; init; }

    public int Capacity { get; init; }

    public long IntervalUs { get; init; }

    public long TatUs { get; init; }

    public long LastTurnMs { get; init; }
}
