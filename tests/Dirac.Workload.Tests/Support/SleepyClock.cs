namespace Dirac.Workload.Tests.Support;

/// <summary>The clocks of a machine that sleeps: the calendar goes on, the timer stands still, as Linux counts it.</summary>
internal sealed class SleepyClock : TimeProvider
{
    private DateTimeOffset _calendar = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private TimeSpan _timer;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _calendar;

    public override long GetTimestamp() => _timer.Ticks;

    /// <summary>Time passes with the machine awake.</summary>
    public void Pass(TimeSpan time)
    {
        _calendar += time;
        _timer += time;
    }

    /// <summary>Time passes while the machine sleeps.</summary>
    public void Sleep(TimeSpan time) => _calendar += time;

    /// <summary>Somebody sets the calendar.</summary>
    public void Set(TimeSpan by) => _calendar += by;
}
