using System.Globalization;
using System.Text.Json;

namespace Dirac.Cli.Jobs;

/// <summary>One row of a job search, with the columns that people look at.</summary>
/// <param name="row">The row as it came.</param>
internal sealed class JobRow(JsonElement row)
{
    /// <summary>The row as it came.</summary>
    public JsonElement Element => row;

    /// <summary>The job's number.</summary>
    public long Id => row.GetProperty("JobID").GetInt64();

    /// <summary>Major status.</summary>
    public string Status => Text("Status");

    /// <summary>The text of a column; empty when it is absent or null. Times come as <c>2026-11-22 20:59:03</c>, UTC.</summary>
    /// <param name="column">Column name.</param>
    public string Text(string column)
    {
        if (!row.TryGetProperty(column, out var value) || value.ValueKind == JsonValueKind.Null) return "";
        if (value.ValueKind != JsonValueKind.String) return value.GetRawText();
        return column.EndsWith("Time", StringComparison.Ordinal) && value.TryGetDateTimeOffset(out var time)
            ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : value.GetString()!;
    }
}
