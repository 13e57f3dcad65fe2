using System.Globalization;
using System.Text;

namespace Dirac.Cli.LegacyNames.Python;

/// <summary>Values as Python's <c>str</c> and <c>repr</c> write them.</summary>
internal static class PythonText
{
    /// <summary>What <c>str(value)</c> gives.</summary>
    /// <param name="value">The value.</param>
    public static string Str(PythonValue value) => value switch
    {
        PythonString text => text.Text,
        PythonMoment moment => moment.Time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        _ => Repr(value),
    };

    /// <summary>What <c>repr(value)</c> gives; dictionaries keep their order.</summary>
    /// <param name="value">The value.</param>
    public static string Repr(PythonValue value) => value switch
    {
        PythonNone => "None",
        PythonNumber number => number.Number.ToString(CultureInfo.InvariantCulture),
        PythonString text => Quoted(text.Text),
        PythonMoment moment => Moment(moment.Time),
        PythonList list => $"[{Joined(list.Items)}]",
        PythonTuple { Items: [var only] } => $"({Repr(only)},)",
        PythonTuple tuple => $"({Joined(tuple.Items)})",
        PythonDict dict => $"{{{string.Join(", ", dict.Items.Select(item => $"{Repr(item.Key)}: {Repr(item.Value)}"))}}}",
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, "Not a value of Python."),
    };

    /// <summary>A text in quotes: single ones, unless the text has those and no double ones.</summary>
    /// <param name="text">The text.</param>
    public static string Quoted(string text)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        var written = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var rune in text.EnumerateRunes()) Append(written, rune, quote);
        return written.Append(quote).ToString();
    }

    /// <summary>Whether Python writes a character as it is.</summary>
    /// <param name="rune">The character.</param>
    public static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    private static void Append(StringBuilder written, Rune rune, char quote)
    {
        if (rune.Value == quote || rune.Value == '\\') written.Append('\\').Append((char)rune.Value);
        else if (rune.Value == '\n') written.Append("\\n");
        else if (rune.Value == '\r') written.Append("\\r");
        else if (rune.Value == '\t') written.Append("\\t");
        else if (IsPrintable(rune)) written.Append(rune.ToString());
        else written.Append(Escape(rune.Value));
    }

    private static string Escape(int value) => value switch
    {
        <= 0xff => $"\\x{value:x2}",
        <= 0xffff => $"\\u{value:x4}",
        _ => $"\\U{value:x8}",
    };

    private static string Joined(IReadOnlyList<PythonValue> items) => string.Join(", ", items.Select(Repr));

    private static string Moment(DateTime time)
    {
        var parts = new List<int> { time.Year, time.Month, time.Day, time.Hour, time.Minute };
        if (time.Second > 0) parts.Add(time.Second);
        return $"datetime.datetime({string.Join(", ", parts)})";
    }
}
