using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>Whether something may be used, as DiracX's clients know it.</summary>
/// <param name="Allowed">Whether.</param>
/// <param name="Warnings">What is to be borne in mind; null when nothing is.</param>
/// <param name="Reason">Why not; null when it may.</param>
public sealed record AccessStatus(
    [property: JsonPropertyName("allowed")] bool Allowed,
    [property: JsonPropertyName("warnings")] string? Warnings = null,
    [property: JsonPropertyName("reason")] string? Reason = null);

/// <summary>What may be done at a storage element.</summary>
/// <param name="Read">Reading.</param>
/// <param name="Write">Writing.</param>
/// <param name="Check">Looking.</param>
/// <param name="Remove">Removing.</param>
public sealed record StorageAccess(
    [property: JsonPropertyName("read")] AccessStatus Read,
    [property: JsonPropertyName("write")] AccessStatus Write,
    [property: JsonPropertyName("check")] AccessStatus Check,
    [property: JsonPropertyName("remove")] AccessStatus Remove);

/// <summary>Whether a site, computing element or transfer service may be used.</summary>
/// <param name="All">For everything it does.</param>
public sealed record ElementAccess([property: JsonPropertyName("all")] AccessStatus All);

/// <summary>The status of one element, as it counts for a VO now.</summary>
public sealed record ElementStatus
{
    /// <summary>Its name.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>What it is: site, compute, storage or fts.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>The site of a configured computing element.</summary>
    [JsonPropertyName("site")]
    public string? Site { get; init; }

    /// <summary><c>all</c>, or the kind of access to a storage element.</summary>
    [JsonPropertyName("status_type")]
    public required string StatusType { get; init; }

    /// <summary>The VO it is said for; <c>all</c> for every one.</summary>
    [JsonPropertyName("vo")]
    public required string Vo { get; init; }

    /// <summary>Active, Degraded, Probing, Banned, Error, Unknown; Draining before a downtime.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>Whether jobs and pilots may be sent there.</summary>
    [JsonPropertyName("usable")]
    public required bool Usable { get; init; }

    /// <summary>Why it has that status; may be empty.</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    /// <summary>Since when, UTC; null when nobody knows.</summary>
    [JsonPropertyName("since")]
    public DateTimeOffset? Since { get; init; }

    /// <summary>Who holds it: a person, or <c>rs_svc</c> for what happens by itself; null for the configuration.</summary>
    [JsonPropertyName("set_by")]
    public string? SetBy { get; init; }

    /// <summary>Until when that person's word stands against what happens by itself, UTC; null when there is no end.</summary>
    [JsonPropertyName("until")]
    public DateTimeOffset? Until { get; init; }

    /// <summary>Where it is said: status, configuration or downtime.</summary>
    [JsonPropertyName("source")]
    public required string Source { get; init; }
}

/// <summary>Body of <c>PUT /api/rss/status/KIND/NAME</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ElementStatusChange
{
    /// <summary>Active, Degraded, Probing, Banned or Error.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>Why: up to 512 characters that people will read.</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    /// <summary>Until when it stands against what happens by itself, UTC; null for the installation's usual time.</summary>
    [JsonPropertyName("until")]
    public DateTimeOffset? Until { get; init; }

    /// <summary>For one VO; null or <c>all</c> for every one.</summary>
    [JsonPropertyName("vo")]
    public string? Vo { get; init; }

    /// <summary>The kind of access to a storage element; null for all there are.</summary>
    [JsonPropertyName("status_type")]
    public string? StatusType { get; init; }
}

/// <summary>One line of an element's history.</summary>
/// <param name="Time">When it was said, UTC.</param>
/// <param name="Status">The status.</param>
/// <param name="Since">Since when it has that status, UTC.</param>
/// <param name="Reason">Why.</param>
/// <param name="SetBy">Who said it.</param>
/// <param name="Vo">For which VO, or <c>all</c>.</param>
/// <param name="StatusType">As in <see cref="ElementStatus"/>.</param>
public sealed record StatusHistoryLine(
    [property: JsonPropertyName("time")] DateTimeOffset Time,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("since")] DateTimeOffset Since,
    [property: JsonPropertyName("reason")] string Reason,
    [property: JsonPropertyName("set_by")] string SetBy,
    [property: JsonPropertyName("vo")] string Vo,
    [property: JsonPropertyName("status_type")] string StatusType);

/// <summary>Body of <c>POST /api/rss/downtimes</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record NewDowntime
{
    /// <summary>site or compute.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>The element.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>For one VO; null or <c>all</c> for every one.</summary>
    [JsonPropertyName("vo")]
    public string? Vo { get; init; }

    /// <summary>Begin, UTC; null when it begins at once.</summary>
    [JsonPropertyName("from")]
    public DateTimeOffset? From { get; init; }

    /// <summary>End, UTC.</summary>
    [JsonPropertyName("until")]
    public required DateTimeOffset Until { get; init; }

    /// <summary>Why: up to 400 characters that people will read.</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    /// <summary>How long before the begin nothing new is sent there, hours; null for the installation's usual time.</summary>
    [JsonPropertyName("drain_hours")]
    public double? DrainHours { get; init; }
}

/// <summary>A planned downtime.</summary>
public sealed record DowntimeInfo
{
    /// <summary>Its number.</summary>
    [JsonPropertyName("id")]
    public required long Id { get; init; }

    /// <summary>site or compute.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>The element.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>The VO it is for; <c>all</c> for every one.</summary>
    [JsonPropertyName("vo")]
    public required string Vo { get; init; }

    /// <summary>Begin, UTC.</summary>
    [JsonPropertyName("from")]
    public required DateTimeOffset From { get; init; }

    /// <summary>End, UTC.</summary>
    [JsonPropertyName("until")]
    public required DateTimeOffset Until { get; init; }

    /// <summary>From when on nothing new is sent there, UTC.</summary>
    [JsonPropertyName("drains_from")]
    public required DateTimeOffset DrainsFrom { get; init; }

    /// <summary>Planned, Draining, Ongoing, Over or Cancelled.</summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    /// <summary>Why.</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    /// <summary>Who planned it.</summary>
    [JsonPropertyName("planner")]
    public required string Planner { get; init; }
}
