namespace Dirac.Workload.Housekeeping.Stalled;

/// <summary>What StalledJobAgent goes by, under DIRAC's names (<c>/Systems/WorkloadManagement/Agents/StalledJobAgent</c>).</summary>
internal sealed record StalledJobSettings
{
    public const string Agent = "StalledJobAgent";

    /// <summary>What DIRAC's options call an hour: the period of its watchdog. Half of one is added.</summary>
    private static readonly TimeSpan Cycle = TimeSpan.FromSeconds(1_800);

    /// <summary><c>Enable</c>. Default true.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary><c>StalledTimeHours</c> (2, in cycles): how long a running job may be silent before it is Stalled. 75 minutes.</summary>
    public TimeSpan StalledTime { get; init; } = Cycles(2);

    /// <summary><c>FailedTimeHours</c> (6, in cycles): how long until a Stalled one is Failed. 3 h 15.</summary>
    public TimeSpan FailedTime { get; init; } = Cycles(6);

    /// <summary><c>StalledJobsTolerantSites</c>: sites where jobs may be silent for longer. Default none.</summary>
    public IReadOnlyList<string> TolerantSites { get; init; } = [];

    /// <summary><c>StalledJobsToleranceTime</c>, seconds: by how much longer. Default 0.</summary>
    public TimeSpan ToleranceTime { get; init; }

    /// <summary><c>StalledJobsToRescheduleSites</c>: sites whose stalled jobs are run again instead of failed. Default none.</summary>
    public IReadOnlyList<string> RescheduleSites { get; init; } = [];

    /// <summary><c>MatchedTime</c>, seconds: how long a job may be Matched. Default 7200.</summary>
    public TimeSpan MatchedTime { get; init; } = TimeSpan.FromSeconds(7_200);

    /// <summary><c>RescheduledTime</c>, seconds: how long a job stays Rescheduled. Default 600.</summary>
    public TimeSpan RescheduledTime { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary><c>SubmittingTime</c>, seconds: how long a bulk may be unconfirmed. Default 300.</summary>
    public TimeSpan SubmittingTime { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Reads the agent's section; what is not there comes from our own options, or is DIRAC's default.</summary>
    public static StalledJobSettings Read(AgentSection section, WorkloadOptions options)
    {
        var defaults = new StalledJobSettings();
        return new StalledJobSettings
        {
            IsEnabled = section.Bool("Enable", defaults.IsEnabled),
            StalledTime = Cycles(section.Number("StalledTimeHours", options.StalledTimeCycles)),
            FailedTime = Cycles(section.Number("FailedTimeHours", options.FailedTimeCycles)),
            TolerantSites = section.List("StalledJobsTolerantSites", defaults.TolerantSites),
            ToleranceTime = section.Seconds("StalledJobsToleranceTime", defaults.ToleranceTime),
            RescheduleSites = section.List("StalledJobsToRescheduleSites", defaults.RescheduleSites),
            MatchedTime = section.Seconds("MatchedTime", defaults.MatchedTime),
            RescheduledTime = section.Seconds("RescheduledTime", defaults.RescheduledTime),
            SubmittingTime = section.Seconds("SubmittingTime", defaults.SubmittingTime),
        };
    }

    private static TimeSpan Cycles(double number) => (Math.Clamp(number, 0, 100_000) + 0.5) * Cycle;
}
