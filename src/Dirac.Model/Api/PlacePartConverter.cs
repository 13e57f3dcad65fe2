using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>A name as text, an index as a number.</summary>
public sealed class PlacePartConverter : JsonConverter<PlacePart>
{
    /// <inheritdoc/>
    public override PlacePart Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number when reader.TryGetInt32(out var index) => index,
        _ => throw new JsonException("A step to a place is a name or an index."),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PlacePart value, JsonSerializerOptions options)
    {
        if (value.Name is { } name)
            writer.WriteStringValue(name);
        else
            writer.WriteNumberValue(value.Index);
    }
}
