namespace Dirac.Monitoring.Statuses;

/// <summary>DIRAC's rules on statuses (domain rules 13). Pure.</summary>
internal static class StatusRules
{
    public const string Active = "Active";
    public const string Banned = "Banned";
    public const string Degraded = "Degraded";
    public const string Error = "Error";
    public const string Probing = "Probing";
    public const string Unknown = "Unknown";

    /// <summary>What an element is that gets nothing new before a downtime. Not a status of DIRAC: it stands in no table.</summary>
    public const string Draining = "Draining";

    private static readonly Dictionary<string, int> Levels = new(StringComparer.Ordinal)
    {
        [Error] = 0, [Banned] = 1, [Probing] = 2, [Degraded] = 3, [Active] = 4, [Unknown] = 5,
    };

    /// <summary>All statuses, the best first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Levels.OrderByDescending(level => level.Value).Select(level => level.Key)];

    /// <summary>What a person may set.</summary>
    public static IReadOnlyList<string> Settable { get; } = [Active, Degraded, Probing, Banned, Error];

    /// <summary>The level of a status; one that is not known is lower than all.</summary>
    public static int LevelOf(string status) => Levels.GetValueOrDefault(status, -1);

    /// <summary>Whether jobs, pilots and transfers may be sent there.</summary>
    public static bool IsUsable(string status) => status is Active or Degraded;

    /// <summary>What becomes of a status when an automaton proposes another: from Banned the way up leads over Probing. A person's word is not bound by this.</summary>
    public static string Propose(string? current, string proposed) => current == Banned && LevelOf(proposed) > LevelOf(Probing) ? Probing : proposed;

    /// <summary>What several say together: the lowest level wins; nobody knows when nobody says anything.</summary>
    public static string Combine(IEnumerable<string> statuses) => statuses.DefaultIfEmpty(Unknown).MinBy(LevelOf)!;

    /// <summary>The row that a change makes of the one before: the time of its effect moves only when the status is another.</summary>
    /// <param name="before">The row that is there; null for none.</param>
    /// <param name="change">What is written; its key and all its values count, but for the two times.</param>
    /// <param name="now">The time.</param>
    public static StatusRow Change(StatusRow? before, StatusRow change, DateTime now) => change with
    {
        DateEffective = before is not null && before.Status == change.Status ? before.DateEffective : now,
        LastCheckTime = now,
        ElementType = change.ElementType.Length > 0 ? change.ElementType : before?.ElementType ?? "",
    };

    /// <summary>The row of an element whose holder's time is over: it belongs to automatons again and keeps its status, as after DIRAC's TokenAgent.</summary>
    public static StatusRow Release(StatusRow row) => row with { TokenOwner = StatusRow.Automatic, TokenExpiration = StatusRow.Never };
}
