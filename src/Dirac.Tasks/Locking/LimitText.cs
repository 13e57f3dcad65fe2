using System.Globalization;

namespace Dirac.Tasks.Locking;

/// <summary>Reads limits as people write them. Pure.</summary>
internal static class LimitText
{
    /// <summary>A limit with another value: <c>5</c> for one of how many run at once, <c>10 per 60s</c> (or m, h, d) for one of how many begin.</summary>
    /// <exception cref="FormatException">It is not of the limit's kind, or makes no sense; the message says what could be written.</exception>
    public static TaskLimit Read(TaskLimit limit, string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return (words, limit.Per) switch
        {
            ([var most], null) when Number(most) is { } number => limit.With(number, null),
            (["0"], not null) => limit.With(0, limit.Per),
            ([var most, "per", var time], not null) when Number(most) is { } number && Time(time) is { } per => limit.With(number, per),
            (_, null) => throw new FormatException($"'{text}' is not how many may run at once: write a whole number such as 5."),
            _ => throw new FormatException($"'{text}' is not how many may begin in a time: write for example 10 per 60s (or m, h, d; up to 365d), or 0."),
        };
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static TimeSpan? Time(string text)
    {
        var factor = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 };
        return factor > 0 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count * factor is >= 0.001 and <= 365 * 86_400
            ? TimeSpan.FromSeconds(count * factor)
            : null;
    }
}
