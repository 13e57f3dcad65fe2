using System.Text.Json;
using Dirac.Cli.LegacyNames.Python;

namespace Dirac.Cli.LegacyNames;

/// <summary>Columns of a job with the types they have in DIRAC: whole numbers, times, texts, None.</summary>
internal static class LegacyAttributes
{
    /// <summary>Reads the columns of one job.</summary>
    /// <param name="columns">As they came over REST.</param>
    /// <param name="names">Columns wanted; null for all.</param>
    /// <returns>The columns in the order of their names, as DIRAC gives them.</returns>
    public static PythonDict Of(JsonElement columns, IReadOnlyList<string>? names) => new(
    [
        .. columns.EnumerateObject()
            .Where(column => names is null || names.Contains(column.Name))
            .OrderBy(column => column.Name, StringComparer.Ordinal)
            .Select(column => KeyValuePair.Create<PythonValue, PythonValue>(column.Name, Value(column.Name, column.Value))),
    ]);

    /// <summary>The value of a column; null when there is no such column.</summary>
    /// <param name="row">The columns of one job.</param>
    /// <param name="name">The column.</param>
    public static PythonValue? Find(PythonDict row, string name) => row.Items.FirstOrDefault(item => item.Key is PythonString key && key.Text == name).Value;

    private static PythonValue Value(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var number) => number,
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Null => new PythonNone(),
        JsonValueKind.String when name.EndsWith("Time", StringComparison.Ordinal) && value.TryGetDateTimeOffset(out var time) => new PythonMoment(time.UtcDateTime),
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };
}
