using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Dirac.Hosting.MessageQueues.Sending;

/// <summary>A message that waits to be sent.</summary>
internal sealed record OwedMessage(string MqUri, string Id, string Body, Dictionary<string, string>? Headers);

/// <summary>The same as the message of a task: each database has a kind of task of its own, and a kind is found by the type of its message.</summary>
/// <typeparam name="TOwner">Stands for the database.</typeparam>
/// <param name="Content">The message.</param>
internal sealed record OwedMessage<TOwner>(OwedMessage Content)
{
    /// <summary>How it is stored: as its content alone.</summary>
    public static JsonTypeInfo<OwedMessage<TOwner>> Json { get; } =
        JsonMetadataServices.CreateValueInfo<OwedMessage<TOwner>>(new JsonSerializerOptions { TypeInfoResolver = OwedMessageContext.Default, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }, new ContentConverter());

    private sealed class ContentConverter : JsonConverter<OwedMessage<TOwner>>
    {
        public override OwedMessage<TOwner> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize(ref reader, OwedMessageContext.Short.OwedMessage) ?? throw new JsonException("The message is null."));

        public override void Write(Utf8JsonWriter writer, OwedMessage<TOwner> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Content, OwedMessageContext.Short.OwedMessage);
    }
}

[JsonSerializable(typeof(OwedMessage))]
internal sealed partial class OwedMessageContext : JsonSerializerContext
{
    /// <summary>A body is JSON, full of quotes: each becomes two letters rather than six.</summary>
    public static OwedMessageContext Short { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
