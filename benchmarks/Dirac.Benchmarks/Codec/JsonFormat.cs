using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dirac.Benchmarks.Codec;

/// <summary>Plain JSON by generated serializers.</summary>
internal sealed class JsonFormat : IFileFormat
{
    public string Name => "json";

    public void Encode(Dictionary<string, FileMetadata> content, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output);
        JsonSerializer.Serialize(writer, content, MetadataJsonContext.Default.DictionaryStringFileMetadata);
    }

    public Dictionary<string, FileMetadata> Decode(ReadOnlyMemory<byte> message) =>
        JsonSerializer.Deserialize(message.Span, MetadataJsonContext.Default.DictionaryStringFileMetadata)!;
}

[JsonSerializable(typeof(Dictionary<string, FileMetadata>))]
internal sealed partial class MetadataJsonContext : JsonSerializerContext;
