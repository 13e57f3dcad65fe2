namespace Dirac.Workload.SiteDirection;

/// <summary>How many of our pilots of a VO a queue has.</summary>
internal sealed class QueueCountRow
{
    public string Site { get; init; } = "";

    public string CE { get; init; } = "";

    public string Queue { get; init; } = "";

    public string VO { get; init; } = "";

    public int Waiting { get; init; }

    public int Coming { get; init; }

    public int Running { get; init; }

    /// <summary>Those that have ended and whose traces are still at the element.</summary>
    public int Ended { get; init; }

    public QueueName Name => new(Site, CE, Queue);
}
