namespace Dirac.Tasks.Tests.Simulation;

/// <summary>The time of a simulated installation. It stands still until the run moves it. Milliseconds since 1970, far from now.</summary>
internal sealed class SimulatedClock
{
    /// <summary>When every run begins.</summary>
    public const long Start = 1_000_000_000;

    /// <summary>What no clock that somebody sets can change.</summary>
    public long TrueMs { get; private set; } = Start;

    /// <summary>By how much the database's clock is wrong.</summary>
    public long DatabaseOffsetMs { get; set; }

    /// <summary>What the database's clock shows.</summary>
    public long DatabaseMs => TrueMs + DatabaseOffsetMs;

    public void Advance(TimeSpan time) => TrueMs += (long)time.TotalMilliseconds;

    public void Restart() => (TrueMs, DatabaseOffsetMs) = (Start, 0);
}

/// <summary>The clock of one process: what it shows may be set, what it counts goes on.</summary>
internal sealed class ProcessTime(SimulatedClock clock) : TimeProvider
{
    /// <summary>By how much it is wrong.</summary>
    public long OffsetMs { get; set; }

    public override long TimestampFrequency => 1_000;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(clock.TrueMs + OffsetMs);

    public override long GetTimestamp() => clock.TrueMs;
}
