using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Dirac.Workload.Jobs.Search;

/// <summary>Writes rows of the database in the reply's form.</summary>
internal static class SearchRows
{
    /// <summary>One JSON object for each row, with the columns that <paramref name="table"/> knows and <c>count</c>.</summary>
    public static IReadOnlyList<JsonElement> ToJson(SearchTable table, IReadOnlyList<object> rows)
    {
        var kinds = table.Columns.ToDictionary(column => column.Name, column => column.Kind);
        var buffer = new ArrayBufferWriter<byte>(rows.Count * 256 + 16);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var row in rows) Write(writer, (IDictionary<string, object?>)row, kinds);
            writer.WriteEndArray();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private static void Write(Utf8JsonWriter writer, IDictionary<string, object?> row, Dictionary<string, ColumnKind> kinds)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in row)
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value, kinds.GetValueOrDefault(name, ColumnKind.Number));
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value, ColumnKind kind)
    {
        if (value is null) writer.WriteNullValue();
        else if (kind == ColumnKind.Number) writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
        else if (kind == ColumnKind.Real) writer.WriteNumberValue(Convert.ToDouble(value, CultureInfo.InvariantCulture));
        else if (kind == ColumnKind.Time) writer.WriteStringValue(Time(value));
        else if (kind == ColumnKind.Flag && value is "True" or "False") writer.WriteBooleanValue(value is "True");
        else writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
    }

    private static string Time(object value)
    {
        var time = value is DateTime known ? known : DateTime.Parse((string)value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        return time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }
}
