namespace Dirac.Resources.Tests.Support;

/// <summary>A clock that goes like the system's and may be set forward.</summary>
internal sealed class LeapingClock : TimeProvider
{
    private TimeSpan _leaped;

    public void Leap(TimeSpan time) => _leaped += time;

    public override long GetTimestamp() => System.GetTimestamp() + (long)(_leaped.TotalSeconds * TimestampFrequency);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _leaped;
}
