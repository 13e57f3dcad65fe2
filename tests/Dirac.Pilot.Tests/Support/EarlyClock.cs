namespace Dirac.Pilot.Tests.Support;

/// <summary>A clock whose timers ring a little early, as the system's do, which count in steps of a millisecond or more.</summary>
internal sealed class EarlyClock(TimeProvider inner) : TimeProvider
{
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(15);

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new EarlyTimer(inner.CreateTimer(callback, state, Earlier(dueTime), period));

    private static TimeSpan Earlier(TimeSpan dueTime) => dueTime > Early + Early ? dueTime - Early : dueTime;

    private sealed class EarlyTimer(ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Earlier(dueTime), period);

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
