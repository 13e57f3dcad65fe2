using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Dirac.Model.Errors;
using Dirac.Persistence;

namespace Dirac.Workload.Jobs.Search;

/// <summary>A place in an order as a word: what comes with a page and asks for the next one.</summary>
/// <remarks>It is checked, not signed: it can say nothing that a condition could not.</remarks>
internal static class SearchCursor
{
    /// <summary>The word for a place.</summary>
    /// <param name="order">The order.</param>
    /// <param name="row">A row.</param>
    /// <param name="place">The first column of its place.</param>
    public static string Write(SearchOrder order, IRow row, int place)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            writer.WriteStringValue(order.Fingerprint);
            foreach (var (index, key) in order.Keys.Index()) JsonCells.Write(writer, row, place + index, AsStored(key.Column.Kind));
            writer.WriteEndArray();
        }

        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }

    /// <summary>The place a word stands for.</summary>
    /// <exception cref="DiracException">BadRequest: it is no cursor, or one of another search.</exception>
    public static IReadOnlyList<object?> Read(SearchOrder order, string cursor)
    {
        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(cursor));
            JsonElement[] parts = [.. document.RootElement.EnumerateArray()];
            if (parts.Length == order.Keys.Count + 1 && parts[0].GetString() == order.Fingerprint)
                return [.. order.Keys.Zip(parts.Skip(1), (key, part) => Value(key.Column, part))];
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException or DiracException)
        {
            throw Bad(error);
        }

        throw Bad(null);
    }

    // A flag is ordered by its text.
    private static ColumnKind AsStored(ColumnKind kind) => kind == ColumnKind.Flag ? ColumnKind.Text : kind;

    private static object? Value(SearchColumn column, JsonElement part) => (part.ValueKind, AsStored(column.Kind)) switch
    {
        (JsonValueKind.Null, _) when column.IsNullable => null,
        (JsonValueKind.Number, ColumnKind.Number) => part.GetInt64(),
        (JsonValueKind.Number, ColumnKind.Real) => part.GetDouble(),
        (JsonValueKind.String, ColumnKind.Time) => TimePeriod.Parse(column.Name, part.GetString()!).Start,
        (JsonValueKind.String, ColumnKind.Text) => part.GetString(),
        _ => throw new FormatException(),
    };

    private static DiracException Bad(Exception? cause) => new(
        ErrorCode.BadRequest,
        "'after' is not a cursor of this search.",
        "Take it from the page before, with the same sort and, for distinct rows, the same columns; or start again without it.",
        cause);
}
