using System.Buffers;
using System.Text.Json;

namespace Dirac.Workload.Jobs.Search;

/// <summary>Rows as they stand in a reply.</summary>
/// <param name="utf8">One JSON list, UTF-8.</param>
/// <param name="count">How many there are.</param>
internal sealed class JsonRows(ReadOnlyMemory<byte> utf8, int count)
{
    private IReadOnlyList<JsonElement>? _elements;

    /// <summary>No rows.</summary>
    public static JsonRows None { get; } = new("[]"u8.ToArray(), 0);

    /// <summary>How many there are.</summary>
    public int Count => count;

    /// <summary>One JSON list, UTF-8: a reply is sent as it is.</summary>
    public ReadOnlyMemory<byte> Utf8 => utf8;

    /// <summary>The rows one by one, for those who look into them.</summary>
    public IReadOnlyList<JsonElement> Elements => _elements ??= Parse();

    /// <summary>Other values in the place of the rows.</summary>
    /// <param name="write">Writes what stands in the place of a row, given with its number.</param>
    public JsonRows Select(Action<Utf8JsonWriter, JsonElement, int> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var (index, row) in Elements.Index()) write(writer, row, index);
            writer.WriteEndArray();
        }

        return new JsonRows(buffer.WrittenMemory, count);
    }

    private IReadOnlyList<JsonElement> Parse()
    {
        using var document = JsonDocument.Parse(utf8);
        return [.. document.RootElement.Clone().EnumerateArray()];
    }
}
