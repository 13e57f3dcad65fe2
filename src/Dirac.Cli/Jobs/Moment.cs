using System.Globalization;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Jobs;

/// <summary>A moment as people write it: a date, a date and time in UTC, or an age.</summary>
internal static class Moment
{
    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm:ss"];

    /// <summary>Reads a moment.</summary>
    /// <param name="text">For example 2026-11-22, 2026-11-22T10:30 or 12h.</param>
    /// <param name="now">The present, for ages.</param>
    /// <exception cref="UsageException">The text is none.</exception>
    public static DateTimeOffset Parse(string text, DateTimeOffset now)
    {
        if (DateTimeOffset.TryParseExact(text.TrimEnd('Z'), Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)) return moment;
        return now - ParseAge(text);
    }

    /// <summary>Reads a moment to come.</summary>
    /// <param name="text">For example 2026-11-22T10:30, or 12h for twelve hours from now.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="UsageException">The text is none.</exception>
    public static DateTimeOffset ParseAhead(string text, DateTimeOffset now) =>
        DateTimeOffset.TryParseExact(text.TrimEnd('Z'), Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : now + ParseAge(text);

    /// <summary>Reads a length of time such as 30s, 90m, 12h or 3d.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="UsageException">The text is none.</exception>
    public static TimeSpan ParseAge(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > 1_000_000)
            throw Misread(text);
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(count),
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            'd' => TimeSpan.FromDays(count),
            _ => throw Misread(text),
        };
    }

    private static UsageException Misread(string text) => new($"'{text}' is not a time.", "Write 2026-11-22, 2026-11-22T10:30 (UTC), or an age such as 90m, 12h or 3d.");
}
