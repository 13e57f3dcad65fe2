using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Dirac.Model.Errors;
using Dirac.Workload.Jobs.Search;

namespace Dirac.Workload.Jobs;

/// <summary>The columns of a job that may be set from outside, and what may stand in them.</summary>
internal static class JobColumns
{
    private static readonly FrozenDictionary<string, int> Lengths = new Dictionary<string, int>
    {
        ["JobType"] = 32, ["JobGroup"] = 32, ["Site"] = 100, ["JobName"] = 128,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string[]> Flags = new Dictionary<string, string[]>
    {
        ["VerifiedFlag"] = ["True", "False"], ["AccountedFlag"] = ["True", "False", "Failed"],
    }.ToFrozenDictionary();

    /// <summary>The value to store.</summary>
    /// <exception cref="DiracException">BadRequest: it cannot stand in the column.</exception>
    public static object Value(SearchColumn column, JsonElement value) => column.Kind switch
    {
        ColumnKind.Number => Number(column.Name, value),
        ColumnKind.Time => TimePeriod.Parse(column.Name, Text(column.Name, value)).Start,
        ColumnKind.Flag => Flag(column.Name, value),
        _ => Name(column.Name, Text(column.Name, value)),
    };

    private static int Number(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)) return number;
        return value.ValueKind == JsonValueKind.String && int.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var read)
            ? read
            : throw Bad($"{name} is a whole number of at most 32 bits.");
    }

    private static string Flag(string name, JsonElement value) => Flags[name].Contains(value.ToString())
        ? value.ToString()
        : throw Bad($"{name} is one of {string.Join(", ", Flags[name])}.");

    private static string Name(string name, string text) => text.Length <= Lengths[name] && ColumnText.IsStorable(text)
        ? text
        : throw Bad($"{name} has at most {Lengths[name]} Latin letters.");

    private static string Text(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        _ => throw Bad($"{name} is a text."),
    };

    private static DiracException Bad(string message) => new(ErrorCode.BadRequest, message, "Nothing was changed.");
}
