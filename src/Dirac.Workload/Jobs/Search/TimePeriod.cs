using System.Globalization;
using Dirac.Model.Errors;

namespace Dirac.Workload.Jobs.Search;

/// <summary>What an ISO 8601 time, possibly cut short, stands for: from its start up to, not including, its end. UTC.</summary>
internal readonly record struct TimePeriod(DateTime Start, DateTime End)
{
    private static readonly (string Format, Func<DateTime, DateTime> Next)[] Forms =
    [
        ("yyyy", start => start.AddYears(1)),
        ("yyyy-MM", start => start.AddMonths(1)),
        ("yyyy-MM-dd", start => start.AddDays(1)),
        ("yyyy-MM-dd'T'HH", start => start.AddHours(1)),
        ("yyyy-MM-dd'T'HH:mm", start => start.AddMinutes(1)),
        ("yyyy-MM-dd'T'HH:mm:ss", start => start.AddSeconds(1)),
        ("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", start => start.AddSeconds(1)),
    ];

    public static TimePeriod Parse(string column, string text)
    {
        var plain = text.Trim().Replace(' ', 'T');
        plain = plain.EndsWith('Z') ? plain[..^1] : plain.EndsWith("+00:00", StringComparison.Ordinal) ? plain[..^6] : plain;
        foreach (var (format, next) in Forms)
        {
            if (DateTime.TryParseExact(plain, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var start))
            {
                return start.Year < 9999 ? new TimePeriod(start, next(start)) : throw Bad(column, text);
            }
        }

        throw Bad(column, text);
    }

    private static DiracException Bad(string column, string text) => new(
        ErrorCode.BadRequest,
        $"{column}: '{(text.Length > 50 ? text[..50] : text)}' is not a time.",
        "Write UTC as 2026-03-28T14:05:00, or shorter: 2026-03-28, 2026-03, 2026.");
}
