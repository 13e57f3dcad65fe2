namespace Dirac.Pilot.Payloads;

/// <summary>What a payload may use before the watchdog ends it.</summary>
internal sealed record WatchdogLimits
{
    /// <summary>Time between two looks. Default 10 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest run. Default 3 days.</summary>
    public TimeSpan WallClock { get; init; } = TimeSpan.FromDays(3);

    /// <summary>How long before the batch system ends the slot a payload is ended, so that its output can be brought away. Default 5 min.</summary>
    public TimeSpan EndMargin { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Least free disk in the job's directory, bytes. Default 10 MB.</summary>
    public long FreeDiskBytes { get; init; } = 10_000_000;

    /// <summary>How much more CPU than the description asks for is let pass, as a factor. Default 1.5; 0 switches the check off.</summary>
    public double CpuFactor { get; init; } = 1.5;

    /// <summary>Over how long the ratio of CPU to wall clock is taken. Default 30 min.</summary>
    public TimeSpan StallWindow { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Least CPU per wall clock time in that window. Default 0.05; 0 switches the check off.</summary>
    public double StallRatio { get; init; } = 0.05;
}
