using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dirac.Hosting.MessageQueues;

/// <summary>A message of another program, as it came.</summary>
/// <param name="Source">The queue or topic.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="Headers">What the broker says with it; names as the broker writes them.</param>
public sealed record ReceivedMessage(MqUri Source, ReadOnlyMemory<byte> Body, IReadOnlyDictionary<string, string> Headers)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What identifies it if it is delivered again; null when the broker gives it nothing that stays.</summary>
    public string? Id { get; init; }

    /// <summary>Whether it was larger than what is taken, so that <see cref="Body"/> is only its beginning.</summary>
    public bool IsCutOff { get; init; }

    /// <summary>The body as text.</summary>
    /// <exception cref="DecoderFallbackException">It is not in UTF-8.</exception>
    public string Text => Utf8.GetString(Body.Span);

    /// <summary>The body as JSON. Of a JSON text that holds JSON again, as DIRAC's monitoring sends it, what it holds.</summary>
    /// <exception cref="DecoderFallbackException">It is not in UTF-8.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public string Json
    {
        get
        {
            var text = Text;
            var reader = new Utf8JsonReader(Body.Span);
            return reader.Read() && reader.TokenType == JsonTokenType.String && reader.GetString() is ['{' or '[', ..] inner ? inner : text;
        }
    }

    /// <summary>Reads <see cref="Json"/>.</summary>
    /// <typeparam name="T">What it holds.</typeparam>
    /// <param name="json">How.</param>
    /// <exception cref="JsonException">It does not hold that.</exception>
    public T Read<T>(JsonTypeInfo<T> json) => JsonSerializer.Deserialize(Json, json) ?? throw new JsonException("The message is null.");
}
