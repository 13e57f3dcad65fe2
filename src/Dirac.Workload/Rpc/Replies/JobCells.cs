using System.Globalization;
using System.Text.Json;
using Dirac.Wire.Values;
using Dirac.Workload.Jobs.Search;

namespace Dirac.Workload.Rpc.Replies;

/// <summary>Values of columns as MySQL gives them to a Python service: texts, numbers, times, None. Pure.</summary>
internal static class JobCells
{
    /// <summary>A value as the database gave it.</summary>
    public static WireValue Of(object? value, ColumnKind kind) => value switch
    {
        null => WireValue.Null,
        DateTime time => WireValue.Of(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        string text => kind == ColumnKind.Time ? WireValue.Of(Time(text)) : text,
        double real => real,
        _ when kind == ColumnKind.Number => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>A value as searches give it.</summary>
    public static WireValue Of(JsonElement value, ColumnKind kind) => value.ValueKind switch
    {
        JsonValueKind.Null => WireValue.Null,
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Number when kind == ColumnKind.Real => value.GetDouble(),
        JsonValueKind.Number => value.GetInt64(),
        _ when kind == ColumnKind.Time => WireValue.Of(Time(value.GetString()!)),
        _ => value.GetString()!,
    };

    private static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
