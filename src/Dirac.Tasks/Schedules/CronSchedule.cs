using Cronos;

namespace Dirac.Tasks.Schedules;

/// <summary>Is due at the moments of a cron expression: minute, hour, day of the month, month and day of the week, with a second before them perhaps.</summary>
internal sealed class CronSchedule : Schedule
{
    private const int FieldsWithSeconds = 6;
    private readonly CronExpression _expression;

    /// <exception cref="FormatException">It is no cron expression, or never comes.</exception>
    public CronSchedule(string expression)
        : base($"{ScheduleText.Cron} {expression}")
    {
        try
        {
            var format = expression.Split(' ').Length == FieldsWithSeconds ? CronFormat.IncludeSeconds : CronFormat.Standard;
            _expression = CronExpression.Parse(expression, format);
        }
        catch (CronFormatException error)
        {
            throw new FormatException($"'{expression}' is no cron expression: {error.Message}", error);
        }

        // The 30th of February can be written too.
        if (First(DateTimeOffset.UnixEpoch) is null) throw new FormatException($"The cron expression '{expression}' never comes.");
    }

    public override DateTimeOffset? First(DateTimeOffset now) => _expression.GetNextOccurrence(now, TimeZoneInfo.Utc);

    public override DateTimeOffset? Following(DateTimeOffset due, DateTimeOffset now) => First(now);
}
