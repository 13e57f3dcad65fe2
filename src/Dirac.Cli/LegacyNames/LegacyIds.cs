using System.Globalization;
using Dirac.Cli.LegacyNames.Python;

namespace Dirac.Cli.LegacyNames;

/// <summary>Job numbers on command lines.</summary>
internal static class LegacyIds
{
    /// <summary>Words, and what commas separate in them, without blanks and empty parts.</summary>
    /// <param name="words">Words of the command line.</param>
    public static IReadOnlyList<string> Split(IEnumerable<string> words) =>
        [.. words.SelectMany(word => word.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    /// <summary>What commas separate in words, blanks and empty parts included.</summary>
    /// <param name="words">Words of the command line.</param>
    public static IReadOnlyList<string> SplitAsIs(IEnumerable<string> words) => [.. words.SelectMany(word => word.Split(','))];

    /// <summary>A number as Python's <c>int</c> reads it.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="LegacyException">It is none.</exception>
    public static long Read(string text)
    {
        var digits = text.Trim();
        var plain = digits.StartsWith('_') || digits.EndsWith('_') || digits.Contains("__", StringComparison.Ordinal) ? "" : digits.Replace("_", "", StringComparison.Ordinal);
        return long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new LegacyException($"invalid literal for int() with base 10: {PythonText.Quoted(text)}");
    }

    /// <summary>One job; what is wrong with it is also printed at once.</summary>
    /// <param name="call">Where to print.</param>
    /// <param name="text">The number.</param>
    /// <exception cref="LegacyException">It is none.</exception>
    public static long ReadOne(LegacyCall call, string text)
    {
        try
        {
            return Read(text);
        }
        catch (LegacyException error)
        {
            call.Print(error.Message);
            throw;
        }
    }

    /// <summary>Many jobs; what is wrong with one is also printed at once.</summary>
    /// <param name="call">Where to print.</param>
    /// <param name="texts">The numbers.</param>
    /// <exception cref="LegacyException">One is none.</exception>
    public static IReadOnlyList<long> ReadMany(LegacyCall call, IReadOnlyList<string> texts)
    {
        try
        {
            return [.. texts.Select(Read)];
        }
        catch (LegacyException error)
        {
            call.Print(error.Message);
            throw new LegacyException("Expected (list of)  integer or string for existing jobID");
        }
    }
}
