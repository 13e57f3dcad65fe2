using System.Text;

namespace Dirac.Pilot.Payloads;

/// <summary>Splits an argument string into words the way a POSIX shell does, without expanding anything.</summary>
internal static class ArgumentSplitter
{
    /// <summary>Splits <paramref name="text"/>. A quote that is not closed reaches to the end.</summary>
    internal static IReadOnlyList<string> Split(string text) => Split(text, out _);

    /// <summary>Splits <paramref name="text"/>, and says what is wrong with it.</summary>
    /// <param name="text">The words.</param>
    /// <param name="problem">A quote that is not closed or a backslash before nothing, in the words of Python's splitter; null when all is well.</param>
    internal static IReadOnlyList<string> Split(string text, out string? problem)
    {
        problem = null;
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        var quote = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (inWord) words.Add(word.ToString());
                word.Clear();
                inWord = false;
                continue;
            }

            inWord = true;
            if (c == quote) quote = '\0';
            else if (quote == '\0' && c is '"' or '\'') quote = c;
            else if (c == '\\' && IsEscape(text, i, quote)) word.Append(text[++i]);
            else
            {
                if (c == '\\' && quote != '\'' && i + 1 == text.Length) problem = "No escaped character";
                word.Append(c);
            }
        }

        if (inWord) words.Add(word.ToString());
        if (quote != '\0') problem ??= "No closing quotation";
        return words;
    }

    // In single quotes a backslash is itself; in double quotes it escapes only a quote or another backslash.
    private static bool IsEscape(string text, int at, char quote) =>
        at + 1 < text.Length && quote switch
        {
            '\'' => false,
            '"' => text[at + 1] is '"' or '\\',
            _ => true,
        };
}
