namespace Dirac.Monitoring.Statuses;

/// <summary>What an element is for a VO now.</summary>
/// <param name="Status">Active, Degraded, Probing, Banned, Error, Unknown; Draining before a downtime.</param>
/// <param name="Reason">Why; may be empty.</param>
public sealed record ElementState(string Status, string Reason)
{
    internal const string FromStatus = "status";
    internal const string FromConfiguration = "configuration";
    internal const string FromDowntime = "downtime";

    /// <summary>Since when, UTC; null when nobody knows.</summary>
    public DateTime? Since { get; init; }

    /// <summary>Who holds it; null for the configuration.</summary>
    public string? SetBy { get; init; }

    /// <summary>Until when that word stands, UTC; null when there is no end.</summary>
    public DateTime? Until { get; init; }

    /// <summary>The VO it is said for; <c>all</c> for every one.</summary>
    public string Vo { get; init; } = StatusRow.AllVos;

    /// <summary>Where it is said: status, configuration or downtime.</summary>
    public string Source { get; init; } = FromStatus;

    internal static ElementState Of(StatusRow row) => new(row.Status, row.Reason)
    {
        Since = row.DateEffective, SetBy = row.TokenOwner, Until = row.TokenExpiration >= StatusRow.Never ? null : row.TokenExpiration, Vo = row.VO,
    };
}
