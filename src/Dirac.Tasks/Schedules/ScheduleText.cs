using System.Globalization;

namespace Dirac.Tasks.Schedules;

/// <summary>Reads schedules as people write them. Pure.</summary>
public static class ScheduleText
{
    internal const string Never = "never";
    internal const string Every = "every";
    internal const string Cron = "cron";
    internal const string Rule = "RRULE:";
    internal const string Start = "DTSTART:";
    private const string Forms = "Write never, every 90s (or m, h, d), cron 0 6 * * *, RRULE:FREQ=WEEKLY;BYDAY=MO or DTSTART:20260105T060000Z RRULE:FREQ=WEEKLY;INTERVAL=2.";
    private const double LongestSeconds = 1e9;

    /// <summary>Reads one of: <c>never</c>; <c>every 5m</c> with s, m, h or d, or a bare number of seconds as DIRAC's <c>PollingTime</c>; <c>cron</c> and
    /// five fields, or six with seconds; <c>RRULE:</c> and a rule of RFC 5545 from yearly to hourly, with <c>DTSTART:</c> and a moment in UTC before it perhaps.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is none of these or would never come; the message says which and what could be written.</exception>
    public static Schedule Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words switch
        {
            [Never] => Schedule.Never,
            [Every, var interval] => Schedule.Every(Interval(interval)),
            [var seconds] when char.IsAsciiDigit(seconds[0]) => Schedule.Every(Interval(seconds)),
            [Cron, _, _, _, _, _] or [Cron, _, _, _, _, _, _] => new CronSchedule(string.Join(' ', words[1..])),
            [var rule] when rule.StartsWith(Rule, StringComparison.Ordinal) => new RuleSchedule(rule[Rule.Length..], null),
            [var start, var rule] when start.StartsWith(Start, StringComparison.Ordinal) && rule.StartsWith(Rule, StringComparison.Ordinal) =>
                new RuleSchedule(rule[Rule.Length..], start[Start.Length..]),
            _ => throw new FormatException($"'{text}' is no schedule. {Forms}"),
        };
    }

    private static TimeSpan Interval(string text)
    {
        var (number, unit) = char.IsAsciiDigit(text[^1]) ? (text, 's') : (text[..^1], text[^1]);
        double factor = unit switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 };
        return factor > 0 && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count * factor <= LongestSeconds
            ? TimeSpan.FromSeconds(count * factor)
            : throw new FormatException($"'{text}' is no interval. {Forms}");
    }
}
