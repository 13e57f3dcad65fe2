using System.Globalization;
using System.Text;
using Dirac.Cli.LegacyNames.Python;

namespace Dirac.Cli.LegacyNames;

/// <summary>Tables in the layout of DIRAC's: a line of names, a line of <c>=</c>, numbers to the right, the rest to the left.</summary>
internal static class DiracTable
{
    private const string Between = "  ";

    /// <summary>The table, with a line end after its last row.</summary>
    /// <param name="fields">Names of the columns.</param>
    /// <param name="rows">Rows with a text for each column.</param>
    public static string Write(IReadOnlyList<string> fields, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (rows.Count == 0) return "No output";

        IReadOnlyList<IReadOnlyList<string>> lines = [[.. fields.Select(field => field.Trim())], .. rows.Select(row => row.Select(text => text.Trim()).ToList())];
        int[] widths = [.. fields.Select((_, column) => lines.Max(line => PythonPrinter.LengthOf(line[column])))];
        var text = new StringBuilder();
        WriteLine(text, lines[0], widths);
        text.Append('=', widths.Sum() + (Between.Length * widths.Length)).Append('\n');
        foreach (var line in lines.Skip(1)) WriteLine(text, line, widths);
        return text.ToString();
    }

    private static void WriteLine(StringBuilder text, IReadOnlyList<string> line, int[] widths)
    {
        for (var column = 0; column < widths.Length; column++)
        {
            var cell = Justified(line[column], widths[column]);
            text.Append(column + 1 < widths.Length ? cell + Between : cell.TrimEnd());
        }

        text.Append('\n');
    }

    private static string Justified(string cell, int width)
    {
        var padding = new string(' ', width - PythonPrinter.LengthOf(cell));
        return IsNumber(cell) ? padding + cell : cell + padding;
    }

    // What Python's int() takes when commas are left out.
    private static bool IsNumber(string cell)
    {
        var digits = cell.Replace(",", "", StringComparison.Ordinal).Trim();
        if (digits is ['+' or '-', .. var rest]) digits = rest;
        return digits.Length > 0
            && digits[0] != '_' && digits[^1] != '_' && !digits.Contains("__", StringComparison.Ordinal)
            && digits.All(character => character == '_' || CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.DecimalDigitNumber);
    }
}
