namespace Dirac.Tasks.Locking;

/// <summary>Something that a task must get before it begins.</summary>
/// <param name="Resource">Of what, as people read it: <c>lock Site/LCG.CERN.ch</c>, <c>limit Transfers</c>, <c>rate Mails</c>.</param>
/// <param name="Mode">What it wants of it.</param>
internal sealed record TaskNeed(string Resource, HoldMode Mode)
{
    public const string LockPrefix = "lock ";
    public const string LimitPrefix = "limit ";
    public const string RatePrefix = "rate ";

    /// <summary>How many have room at once, or in the time of a rate.</summary>
    public int Capacity { get; init; } = 1;

    /// <summary>The time between two passes in the long run, in microseconds.</summary>
    public long IntervalUs { get; init; }

    /// <summary>The configured value that counts; empty without one.</summary>
    public string Configured { get; init; } = "";

    public static TaskNeed Of(TaskLock wanted) => new(LockPrefix + wanted.Name, wanted.IsShared ? HoldMode.Shared : HoldMode.Exclusive);

    public static TaskNeed Of(TaskLimit limit, string configured) => limit switch
    {
        { Per: { } per, Most: > 0 } => new TaskNeed(RatePrefix + limit.Name, HoldMode.Pass)
        {
            Capacity = limit.Most, IntervalUs = Math.Max(1, per.Ticks / TimeSpan.TicksPerMicrosecond / limit.Most), Configured = configured,
        },
        // A rate of nothing is a limit without room: there is no moment to wait for.
        { Per: not null } => new TaskNeed(RatePrefix + limit.Name, HoldMode.Slot) { Capacity = 0, Configured = configured },
        _ => new TaskNeed(LimitPrefix + limit.Name, HoldMode.Slot) { Capacity = limit.Most, Configured = configured },
    };

    /// <summary>The name of the limit behind a resource; null when it is a lock.</summary>
    public static string? LimitName(string resource) =>
        resource.StartsWith(LimitPrefix, StringComparison.Ordinal) ? resource[LimitPrefix.Length..]
        : resource.StartsWith(RatePrefix, StringComparison.Ordinal) ? resource[RatePrefix.Length..]
        : null;
}
