using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>A queue to which this installation sends pilots, and how that goes.</summary>
public sealed record DirectedQueueInfo
{
    /// <summary>Its site.</summary>
    [JsonPropertyName("site")]
    public required string Site { get; init; }

    /// <summary>Its computing element.</summary>
    [JsonPropertyName("ce")]
    public required string CE { get; init; }

    /// <summary>Its name; <c>default</c> for a computing element without queues.</summary>
    [JsonPropertyName("queue")]
    public required string Queue { get; init; }

    /// <summary>What it is made of, such as <c>SLURM at user@gate</c>.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>When it was last asked anything, UTC; null when it never was.</summary>
    [JsonPropertyName("last_asked")]
    public DateTimeOffset? LastAsked { get; init; }

    /// <summary>Until when it gets no pilots because of the trouble, UTC; null when it may have some.</summary>
    [JsonPropertyName("paused_until")]
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>TryAgain, QueueBroken, RequestWrong or LoginNeeded; OutOfService when the site or element is banned or the like; null when it is well.</summary>
    [JsonPropertyName("trouble")]
    public string? Trouble { get; init; }

    /// <summary>The trouble in a sentence.</summary>
    [JsonPropertyName("message")]
    public string? Message { get; init; }

    /// <summary>What a person can do about it.</summary>
    [JsonPropertyName("advice")]
    public string? Advice { get; init; }

    /// <summary>Pilots of the caller's VO that have not started.</summary>
    [JsonPropertyName("waiting")]
    public required int Waiting { get; init; }

    /// <summary>Pilots of the caller's VO that have started and not ended.</summary>
    [JsonPropertyName("running")]
    public required int Running { get; init; }

    /// <summary>The most pilots it may have, of all VOs.</summary>
    [JsonPropertyName("max_total")]
    public required int MaxTotal { get; init; }

    /// <summary>The most pilots that may wait there, of all VOs.</summary>
    [JsonPropertyName("max_waiting")]
    public required int MaxWaiting { get; init; }
}
