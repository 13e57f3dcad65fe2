using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>Times as ISO 8601 in UTC. One with another offset, or with none, is refused: whose clock it means cannot be known.</summary>
public sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <summary>What is said about a time that is refused.</summary>
    public const string Advice = "A time is in UTC and says so: 2026-03-28T14:05:00Z.";

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time) && time.Offset == TimeSpan.Zero && NamesZone(reader.GetString()!)
            ? time
            : throw new JsonException(Advice);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    private static bool NamesZone(string text) => text.EndsWith('Z') || text.EndsWith("+00:00", StringComparison.Ordinal) || text.EndsWith("-00:00", StringComparison.Ordinal);
}
