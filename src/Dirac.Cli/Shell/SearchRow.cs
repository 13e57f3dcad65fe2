using System.Text.Json;

namespace Dirac.Cli.Shell;

/// <summary>One row of a search, as text for people.</summary>
/// <param name="element">The row as it came.</param>
internal class SearchRow(JsonElement element)
{
    /// <summary>The row as it came.</summary>
    public JsonElement Element => element;

    /// <summary>The text of a column; empty when it is absent or null. Times come as <c>2026-11-22 20:59:03</c>, UTC.</summary>
    /// <param name="column">Column name.</param>
    public string Text(string column)
    {
        if (!element.TryGetProperty(column, out var value) || value.ValueKind == JsonValueKind.Null) return "";
        if (value.ValueKind != JsonValueKind.String) return value.GetRawText();
        return column.EndsWith("Time", StringComparison.Ordinal) && value.TryGetDateTimeOffset(out var time) ? Times.Show(time) : value.GetString()!;
    }
}
