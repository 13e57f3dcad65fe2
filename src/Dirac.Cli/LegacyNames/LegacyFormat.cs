using System.Globalization;
using System.Text;
using Dirac.Cli.LegacyNames.Python;

namespace Dirac.Cli.LegacyNames;

/// <summary>Rows as dstat and dlogging show them: <c>pretty</c>, <c>csv</c> or <c>json</c>.</summary>
internal static class LegacyFormat
{
    /// <summary>Formats rows.</summary>
    /// <param name="format">The format, in any case.</param>
    /// <param name="fields">Names of the columns.</param>
    /// <param name="rows">Rows with a value for each column.</param>
    /// <exception cref="LegacyException">There is no such format.</exception>
    public static string Write(string format, IReadOnlyList<string> fields, IReadOnlyList<IReadOnlyList<PythonValue>> rows) => format.ToLowerInvariant() switch
    {
        "pretty" => DiracTable.Write(fields, [.. rows.Select(row => row.Select(PythonText.Str).ToList())]),
        "csv" => Csv(fields, rows),
        "json" => Json(fields, rows),
        _ => throw new LegacyException($"Output format not supported: {format} is none of pretty, csv, json."),
    };

    private static string Csv(IReadOnlyList<string> fields, IReadOnlyList<IReadOnlyList<PythonValue>> rows)
    {
        var text = new StringBuilder();
        foreach (var line in rows.Select(row => row.Select(PythonText.Str)).Prepend(fields)) text.Append(string.Concat(line.Select(cell => $"{cell},"))).Append('\n');
        return text.ToString();
    }

    private static string Json(IReadOnlyList<string> fields, IReadOnlyList<IReadOnlyList<PythonValue>> rows) =>
        $"[{string.Join(", ", rows.Select(row => $"{{{string.Join(", ", fields.Zip(row, (field, value) => $"{Quoted(field)}: {Json(value)}"))}}}"))}]";

    private static string Json(PythonValue value) => value switch
    {
        PythonNone => "null",
        PythonNumber number => number.Number.ToString(CultureInfo.InvariantCulture),
        _ => Quoted(PythonText.Str(value)),
    };

    // As Python writes it: ASCII only.
    private static string Quoted(string text)
    {
        var written = new StringBuilder("\"");
        foreach (var character in text)
        {
            written.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                >= ' ' and <= '~' => character.ToString(),
                _ => $"\\u{(int)character:x4}",
            });
        }

        return written.Append('"').ToString();
    }
}
