namespace Dirac.Monitoring.Downtimes;

/// <summary>A row of <c>x_Downtimes</c>.</summary>
internal sealed record DowntimeRow
{
    /// <summary>Not begun, perhaps draining.</summary>
    public const string Planned = "Planned";

    /// <summary>Begun: the element's status has been written.</summary>
    public const string Ongoing = "Ongoing";

    /// <summary>Ended: the element's status has been given back.</summary>
    public const string Over = "Over";

    /// <summary>Withdrawn before it began.</summary>
    public const string Cancelled = "Cancelled";

    public long Id { get; init; }

    /// <summary>The word of the kind: site or compute.</summary>
    public string Element { get; init; } = "";

    public string Name { get; init; } = "";

    public string VO { get; init; } = "";

    public string Reason { get; init; } = "";

    public string Planner { get; init; } = "";

    public DateTime BeginTime { get; init; }

    public DateTime EndTime { get; init; }

    /// <summary>How long before the begin nothing new is sent there.</summary>
    public long DrainSeconds { get; init; }

    public string State { get; init; } = Planned;

    /// <summary>What the element was before; null when this downtime changed nothing.</summary>
    public string? BeforeStatus { get; init; }

    public string? BeforeReason { get; init; }

    public DateTime DrainsFrom => BeginTime - TimeSpan.FromSeconds(DrainSeconds);
}
