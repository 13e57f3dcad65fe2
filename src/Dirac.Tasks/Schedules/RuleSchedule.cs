using System.Globalization;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;

namespace Dirac.Tasks.Schedules;

/// <summary>Is due at the moments of a recurrence rule (RFC 5545, 3.3.10) from a first moment on.</summary>
internal sealed class RuleSchedule : Schedule
{
    private const string Frequency = "FREQ=";
    private const string StartFormat = "yyyyMMdd'T'HHmmss'Z'";

    // Where a rule gives no start: a Monday at midnight.
    private static readonly DateTimeOffset UsualStart = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Rules that find nothing in so many periods, such as the 30th of February, never will.
    private static readonly EvaluationOptions Limits = new() { MaxUnmatchedIncrementsLimit = 1_000 };
    private readonly CalendarEvent _event;

    /// <exception cref="FormatException">It is no rule, or never comes.</exception>
    public RuleSchedule(string rule, string? start)
        : base($"{(start is null ? "" : $"{ScheduleText.Start}{start} ")}{ScheduleText.Rule}{rule}")
    {
        var first = start is null ? UsualStart : ParseStart(start);
        _event = new CalendarEvent { Start = Moment(first), RecurrenceRule = ParseRule(rule, start is not null) };
        if (Next(first.AddSeconds(-1)) is null) throw new FormatException($"The recurrence rule '{rule}' never comes.");
    }

    public override DateTimeOffset? First(DateTimeOffset now) => Next(now);

    public override DateTimeOffset? Following(DateTimeOffset due, DateTimeOffset now) => Next(now);

    private static RecurrencePattern ParseRule(string rule, bool hasStart)
    {
        try
        {
            if (!rule.Contains(Frequency, StringComparison.Ordinal)) throw new FormatException("it has no FREQ");
            var parsed = new RecurrencePattern(rule);
            // Counted from the usual start, its last time was long ago.
            if (parsed.Count > 0 && !hasStart) throw new FormatException("COUNT needs a first time; write DTSTART:20260105T060000Z before the rule");
            // They are counted one by one from the start.
            return parsed.Frequency is FrequencyType.Secondly or FrequencyType.Minutely
                ? throw new FormatException("rules come hourly at most; 'every 5m' and cron come more often")
                : parsed;
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new FormatException($"'{rule}' cannot be used as a recurrence rule: {error.Message}", error);
        }
    }

    private static DateTimeOffset ParseStart(string text) =>
        DateTimeOffset.TryParseExact(text, StartFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : throw new FormatException($"'{text}' is no moment in UTC as RFC 5545 writes it; for example 20260105T060000Z.");

    private static CalDateTime Moment(DateTimeOffset moment) => new(moment.UtcDateTime);

    private DateTimeOffset? Next(DateTimeOffset after)
    {
        try
        {
            // The evaluator keeps whole seconds.
            var moments = _event.GetOccurrences(Moment(after), Limits).Select(occurrence => new DateTimeOffset(occurrence.Period.StartTime.AsUtc));
            return moments.Where(moment => moment > after).Select(moment => (DateTimeOffset?)moment).FirstOrDefault();
        }
        catch (EvaluationLimitExceededException)
        {
            return null;
        }
    }
}
