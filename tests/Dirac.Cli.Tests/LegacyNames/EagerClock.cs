namespace Dirac.Cli.Tests.LegacyNames;

/// <summary>The day of the golden outputs, on which every pause is over at once.</summary>
internal sealed class EagerClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
}
