using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Dirac.Workload.Jobs.Search;

/// <summary>Writes rows of the database in the reply's form.</summary>
internal static class SearchRows
{
    /// <summary>One JSON object for each row, with the columns that <paramref name="table"/> knows and <c>count</c>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">Its rows; a row's place in the order is left out.</param>
    /// <param name="more">Writes what else belongs to a row.</param>
    public static IReadOnlyList<JsonElement> ToJson(
        SearchTable table, IReadOnlyList<IDictionary<string, object?>> rows, Action<Utf8JsonWriter, IDictionary<string, object?>>? more = null)
    {
        var kinds = table.Columns.ToDictionary(column => column.Name, column => column.Kind);
        var buffer = new ArrayBufferWriter<byte>((rows.Count * 256) + 16);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var row in rows) Write(writer, row, kinds, more);
            writer.WriteEndArray();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    /// <inheritdoc cref="ToJson(SearchTable, IReadOnlyList{IDictionary{string, object?}}, Action{Utf8JsonWriter, IDictionary{string, object?}}?)"/>
    public static IReadOnlyList<JsonElement> ToJson(SearchTable table, IReadOnlyList<object> rows) =>
        ToJson(table, [.. rows.Cast<IDictionary<string, object?>>()]);

    /// <summary>Writes one value.</summary>
    public static void WriteValue(Utf8JsonWriter writer, object? value, ColumnKind kind)
    {
        if (value is null) writer.WriteNullValue();
        else if (kind == ColumnKind.Number) writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
        else if (kind == ColumnKind.Real) writer.WriteNumberValue(Convert.ToDouble(value, CultureInfo.InvariantCulture));
        else if (kind == ColumnKind.Time) writer.WriteStringValue(Time(value));
        else if (kind == ColumnKind.Flag && value is "True" or "False") writer.WriteBooleanValue(value is "True");
        else writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
    }

    private static void Write(
        Utf8JsonWriter writer, IDictionary<string, object?> row, Dictionary<string, ColumnKind> kinds, Action<Utf8JsonWriter, IDictionary<string, object?>>? more)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in row)
        {
            if (name.StartsWith(SearchOrder.Hidden, StringComparison.Ordinal)) continue;
            writer.WritePropertyName(name);
            WriteValue(writer, value, kinds.GetValueOrDefault(name, ColumnKind.Number));
        }

        more?.Invoke(writer, row);
        writer.WriteEndObject();
    }

    private static string Time(object value)
    {
        var time = value is DateTime known ? known : DateTime.Parse((string)value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        return time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }
}
