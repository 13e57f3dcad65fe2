using System.Globalization;
using System.Text.Json;

namespace Dirac.Portal.Html;

/// <summary>Reads search rows as text for people.</summary>
internal static class Rows
{
    /// <summary>The text of a column; empty when it is absent or null. Times lose their fractions.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">Column name.</param>
    public static string Text(this JsonElement row, string column)
    {
        if (!row.TryGetProperty(column, out var value) || value.ValueKind == JsonValueKind.Null) return "";
        if (value.ValueKind != JsonValueKind.String) return value.GetRawText();
        return column.EndsWith("Time", StringComparison.Ordinal) && value.TryGetDateTimeOffset(out var time) ? Utc(time) : value.GetString()!;
    }

    /// <summary>A moment as people read it.</summary>
    /// <param name="time">The moment.</param>
    public static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
