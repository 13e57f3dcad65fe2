namespace Dirac.Cli.LegacyNames.Python;

/// <summary>A long text as the literals that <c>pprint</c> writes below each other.</summary>
internal static class PythonTextPieces
{
    /// <summary>Breaks after line ends, and after blanks where a line is too long.</summary>
    /// <param name="text">The text; not empty.</param>
    /// <param name="width">Columns for a literal.</param>
    /// <param name="allowance">Columns that the last literal leaves free.</param>
    /// <returns>The literals; together they mean the text.</returns>
    public static IReadOnlyList<string> Of(string text, int width, int allowance)
    {
        var pieces = new List<string>();
        var lines = Lines(text);
        for (var i = 0; i < lines.Count; i++)
        {
            var last = i == lines.Count - 1;
            var whole = PythonText.Quoted(lines[i]);
            if (PythonPrinter.LengthOf(whole) <= width - (last ? allowance : 0)) pieces.Add(whole);
            else AddWords(pieces, lines[i], width, last ? allowance : 0);
        }

        return pieces;
    }

    private static void AddWords(List<string> pieces, string line, int width, int allowance)
    {
        var words = Words(line);
        var current = "";
        for (var i = 0; i < words.Count; i++)
        {
            var longer = current + words[i];
            var room = width - (i == words.Count - 1 ? allowance : 0);
            if (PythonPrinter.LengthOf(PythonText.Quoted(longer)) <= room)
            {
                current = longer;
                continue;
            }

            if (current.Length > 0) pieces.Add(PythonText.Quoted(current));
            current = words[i];
        }

        if (current.Length > 0) pieces.Add(PythonText.Quoted(current));
    }

    private static List<string> Words(string line)
    {
        var words = new List<string>();
        for (var start = 0; start < line.Length;)
        {
            var end = start;
            while (end < line.Length && !char.IsWhiteSpace(line[end])) end++;
            while (end < line.Length && char.IsWhiteSpace(line[end])) end++;
            words.Add(line[start..end]);
            start = end;
        }

        return words;
    }

    private static List<string> Lines(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && !EndsLine(text[end])) end++;
            if (end < text.Length) end += text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? 2 : 1;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }

    private static bool EndsLine(char character) => character is '\n' or '\r' or '\v' or '\f' or '\u001c' or '\u001d' or '\u001e' or '\u0085' or '\u2028' or '\u2029';
}
