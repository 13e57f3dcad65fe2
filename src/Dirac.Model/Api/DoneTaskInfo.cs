using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>A task that was done.</summary>
public sealed record DoneTaskInfo
{
    /// <summary>Its number in its database.</summary>
    [JsonPropertyName("id")]
    public required long Id { get; init; }

    /// <summary>How many attempts it took.</summary>
    [JsonPropertyName("attempts")]
    public required int Attempts { get; init; }

    /// <summary>When it was made, UTC.</summary>
    [JsonPropertyName("created")]
    public required DateTimeOffset Created { get; init; }

    /// <summary>When its last attempt began, UTC.</summary>
    [JsonPropertyName("begun")]
    public required DateTimeOffset Begun { get; init; }

    /// <summary>When it was recorded as done, UTC.</summary>
    [JsonPropertyName("ended")]
    public required DateTimeOffset Ended { get; init; }

    /// <summary>How long its last attempt took, in seconds; of tasks that were treated together, that of all of them.</summary>
    [JsonPropertyName("duration_s")]
    public required double DurationSeconds { get; init; }

    /// <summary>Host and process of its last attempt.</summary>
    [JsonPropertyName("worker")]
    public required string Worker { get; init; }

    /// <summary>The trace of its last attempt, 32 hexadecimal digits; null when there was none.</summary>
    [JsonPropertyName("trace_id")]
    public string? TraceId { get; init; }
}
