using System.Globalization;

namespace Dirac.Workload.Sets;

/// <summary>How many failed jobs are enough: a number, or a part of the set.</summary>
/// <param name="Jobs">The number; null when a part is meant.</param>
/// <param name="Percent">The part, more than 0 and at most 100.</param>
internal readonly record struct Threshold(long? Jobs, decimal Percent)
{
    private const int Longest = 20;

    /// <summary>Reads <c>5</c> or <c>2.5%</c>; null is 1.</summary>
    public static bool TryParse(string? text, out Threshold threshold)
    {
        threshold = new Threshold(1, 0);
        if (text is null) return true;
        if (text.Length > Longest) return false;
        if (text.EndsWith('%'))
        {
            var good = decimal.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and <= 100;
            threshold = new Threshold(null, percent);
            return good;
        }

        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var jobs) && jobs is > 0 and <= 1_000_000_000;
        threshold = new Threshold(jobs, 0);
        return isNumber;
    }

    /// <summary>Whether so many failed of so many are enough. A part of a set is known only when the set is whole.</summary>
    public bool IsReached(long failed, long all, bool isWhole) => failed > 0 && (Jobs is { } jobs ? failed >= jobs : isWhole && failed * 100m >= Percent * all);
}
