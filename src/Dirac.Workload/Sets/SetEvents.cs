namespace Dirac.Workload.Sets;

/// <summary>What can be told of a set. The numbers are stored.</summary>
[Flags]
internal enum SetEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The first job has failed.</summary>
    FirstFailed = 1,

    /// <summary>Jobs have failed.</summary>
    Failed = 2,

    /// <summary>The set has ended.</summary>
    AllEnded = 4,

    /// <summary>It has ended and all jobs are Done.</summary>
    AllDone = 8,

    /// <summary>An action was done, or could not be.</summary>
    Action = 16,

    /// <summary>A rule says so.</summary>
    Notify = 32,
}

/// <summary>Events by their names. Pure.</summary>
internal static class SetEventNames
{
    private static readonly Dictionary<string, SetEvents> ByName = new(StringComparer.Ordinal)
    {
        ["first-failed"] = SetEvents.FirstFailed, ["failed"] = SetEvents.Failed, ["all-ended"] = SetEvents.AllEnded, ["all-done"] = SetEvents.AllDone,
        ["action"] = SetEvents.Action, ["notify"] = SetEvents.Notify,
    };

    /// <summary>Names that a notice may ask for.</summary>
    public static IReadOnlyList<string> Known => [.. ByName.Keys.Where(name => name != "notify")];

    /// <summary>What a notice is about that does not say.</summary>
    public static IReadOnlyList<string> Usual { get; } = ["first-failed", "all-ended", "action"];

    public static IReadOnlyList<string> Of(SetEvents events) => [.. ByName.Where(pair => events.HasFlag(pair.Value)).Select(pair => pair.Key)];

    public static SetEvents Parse(IEnumerable<string> names) => names.Aggregate(SetEvents.None, (events, name) => events | ByName.GetValueOrDefault(name));

    /// <summary>What a change of a set's counts tells.</summary>
    public static SetEvents Between(SetTally before, SetTally after, bool hadEnded, bool hasEnded)
    {
        var events = SetEvents.None;
        if (after.Failures > before.Failures) events |= SetEvents.Failed;
        if (before.Failures == 0 && after.Failures > 0) events |= SetEvents.FirstFailed;
        if (hasEnded && !hadEnded) events |= SetEvents.AllEnded;
        if (hasEnded && !hadEnded && after.Done == after.Jobs) events |= SetEvents.AllDone;
        return events;
    }
}
