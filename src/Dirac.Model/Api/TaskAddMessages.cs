using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>Wants a task made.</summary>
public sealed record TaskAddRequest
{
    /// <summary>Its message, in the shape its kind wants; null: <c>{}</c>.</summary>
    [JsonPropertyName("message")]
    public JsonElement? Message { get; init; }

    /// <summary>Not to be begun earlier than in so many seconds, 0 to 31,536,000; null: at once.</summary>
    [JsonPropertyName("delay_s")]
    public double? DelaySeconds { get; init; }

    /// <summary>Realtime, Normal or Background; null: as its kind has it.</summary>
    [JsonPropertyName("priority")]
    public string? Priority { get; init; }

    /// <summary>None is made while one of its kind and key waits; 1 to 128 characters. Null: no such limit.</summary>
    [JsonPropertyName("key")]
    public string? Key { get; init; }
}

/// <summary>Whether a task was made.</summary>
/// <param name="Id">Its number in its database; null when one with its key waits already.</param>
public sealed record TaskAddReply([property: JsonPropertyName("id")] long? Id);
