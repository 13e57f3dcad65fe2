using System.Globalization;
using System.Text.RegularExpressions;
using Dirac.Model.Errors;

namespace Dirac.Workload.Jobs.Search;

/// <summary>Patterns a search may use: what both engines understand alike, and bounded in what they can cost.</summary>
internal static partial class SearchPattern
{
    private const int Longest = 256;
    private const int MostRepeats = 1_000;
    private const char Escape = '\\';

    /// <summary>A pattern of <c>%</c> and <c>_</c>, a backslash before one of them takes its meaning away.</summary>
    /// <exception cref="DiracException">BadRequest: it is too long or holds letters that no column can hold.</exception>
    public static string Like(string text)
    {
        var pattern = Checked(text);

        // A last backslash that escapes nothing means itself to one engine and nothing to the other.
        var backslashes = pattern.Length - pattern.TrimEnd(Escape).Length;
        return backslashes % 2 == 1 ? pattern + Escape : pattern;
    }

    /// <summary>A regular expression that can be matched in linear time.</summary>
    /// <exception cref="DiracException">BadRequest saying what cannot be searched for.</exception>
    public static string Regex(string text)
    {
        var pattern = Checked(text);
        if (pattern.Length == 0) throw Bad("An empty regular expression says nothing.", "Leave the condition out.");
        if (PosixClass().IsMatch(pattern)) throw Refused(pattern, "Write classes such as [:alpha:] out: [A-Za-z].");
        if (Repeats(pattern) > MostRepeats) throw Refused(pattern, $"Its counted repetitions come to more than {MostRepeats}.");
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            return pattern;
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw Refused(pattern, "It may have no references back and no look around; brackets must be closed.");
        }
    }

    /// <summary>The answer to an expression that an engine does not take.</summary>
    public static DiracException Refused(string reason) => new(
        ErrorCode.TooCostly, $"The regular expression was given up: {reason}.", "Write it so that it can match in one way only: no repetition within a repetition, as in (a+)+.");

    // The product bounds what nested repetitions unfold to, whatever their nesting is.
    private static double Repeats(string pattern) => Repetition().Matches(pattern).Aggregate(
        1.0, (product, match) => product * Math.Max(1, Math.Max(Number(match.Groups["least"]), Number(match.Groups["most"]))));

    private static double Number(Group group) => double.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Checked(string text)
    {
        if (text.Length > Longest) throw Bad($"A pattern has at most {Longest} characters.");
        return ColumnText.IsStorable(text) && !text.Contains('\0') ? text : throw Bad("The pattern holds letters that no column can hold.", "Columns hold Latin letters.");
    }

    private static DiracException Refused(string pattern, string advice) => Bad($"'{pattern}' is not a regular expression that can be searched for.", advice);

    private static DiracException Bad(string message, string? advice = null) => new(ErrorCode.BadRequest, message, advice);

    [GeneratedRegex(@"\{(?<least>[0-9]+)(,(?<most>[0-9]*))?\}", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Repetition();

    [GeneratedRegex(@"\[[:.=]\^?[A-Za-z]*[:.=]\]", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex PosixClass();
}
