using System.Globalization;

namespace Dirac.Tasks.Schedules;

/// <summary>Is due at regular intervals, counted from when it was first seen, however long the processes were away.</summary>
internal sealed class IntervalSchedule : Schedule
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private readonly TimeSpan _interval;

    public IntervalSchedule(TimeSpan interval)
        : base(string.Create(CultureInfo.InvariantCulture, $"{ScheduleText.Every} {interval.TotalSeconds:0.###}s"))
    {
        if (interval < Shortest) throw new FormatException($"An interval of {interval.TotalSeconds} s is shorter than a second.");
        _interval = interval;
    }

    public override DateTimeOffset? First(DateTimeOffset now) => Plus(now, 1);

    public override DateTimeOffset? Following(DateTimeOffset due, DateTimeOffset now) => Plus(due, ((now - due).Ticks / _interval.Ticks) + 1);

    private DateTimeOffset? Plus(DateTimeOffset moment, long times) =>
        times <= (DateTimeOffset.MaxValue - moment).Ticks / _interval.Ticks ? moment + (_interval * times) : null;
}
