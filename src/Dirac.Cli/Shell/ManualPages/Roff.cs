using System.Globalization;
using System.Text;

namespace Dirac.Cli.Shell.ManualPages;

/// <summary>The little of roff that manual pages need.</summary>
internal static class Roff
{
    /// <summary>Text that comes out as it is, whatever it contains.</summary>
    /// <param name="text">Words for people.</param>
    public static string Text(string text)
    {
        var result = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append(rune.Value switch
            {
                '\\' => "\\e",
                '-' => "\\-",
                '\n' or '\r' => " ",
                > 126 => string.Create(CultureInfo.InvariantCulture, $"\\[u{rune.Value:X4}]"),
                _ => rune.ToString(),
            });
        }

        // At the start of a line these two begin a request.
        return result.Length > 0 && result[0] is ('.' or '\'') ? "\\&" + result : result.ToString();
    }

    /// <summary>Text that stands out: what is typed as it is.</summary>
    public static string Bold(string text) => $"\\fB{Text(text)}\\fR";

    /// <summary>Text that stands for something else.</summary>
    public static string Italic(string text) => $"\\fI{Text(text)}\\fR";
}
