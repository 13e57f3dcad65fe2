using System.Globalization;
using Dirac.Monitoring.Statuses;

namespace Dirac.Monitoring.Downtimes;

/// <summary>What downtimes do to the elements they are planned for. Pure.</summary>
internal static class DowntimeRules
{
    private const int LongestReason = 512;

    /// <summary>Where a downtime stands.</summary>
    public static DowntimePhase PhaseOf(DowntimeRow row, DateTime now) =>
        row.State is DowntimeRow.Over or DowntimeRow.Cancelled || now >= row.EndTime ? DowntimePhase.Over
        : now >= row.BeginTime ? DowntimePhase.Ongoing
        : now >= row.DrainsFrom ? DowntimePhase.Draining
        : DowntimePhase.Ahead;

    /// <summary>The reason an element has during a downtime. It begins with the downtime's number, so that its end knows what it wrote.</summary>
    public static string ReasonDuring(DowntimeRow row) => Cut(string.Create(CultureInfo.InvariantCulture, $"{Mark(row)} until {row.EndTime:yyyy-MM-dd HH:mm} UTC: {row.Reason}"));

    /// <summary>The reason an element has before a downtime.</summary>
    public static string ReasonBefore(DowntimeRow row) => Cut(string.Create(CultureInfo.InvariantCulture, $"{Mark(row)} begins at {row.BeginTime:yyyy-MM-dd HH:mm} UTC: {row.Reason}"));

    /// <summary>What a downtime that begins writes.</summary>
    /// <param name="row">The downtime.</param>
    /// <param name="current">The element's status; null for none.</param>
    /// <param name="others">Other downtimes of the element that are ongoing.</param>
    /// <returns>The downtime as it is from now on, and the element's status; the latter null when it is as bad already.</returns>
    public static (DowntimeRow Row, StatusRow? Write) Begin(DowntimeRow row, StatusRow? current, IReadOnlyList<DowntimeRow> others)
    {
        var begun = row with { State = DowntimeRow.Ongoing };
        var written = current is null ? null : others.FirstOrDefault(other => IsWrittenBy(current, other));
        // What another downtime wrote is not what the element was.
        if (written is not null) return (begun with { BeforeStatus = written.BeforeStatus, BeforeReason = written.BeforeReason }, Ban(row));
        if (current is not null && StatusRules.LevelOf(current.Status) <= StatusRules.LevelOf(StatusRules.Banned)) return (begun, null);
        return (begun with { BeforeStatus = current?.Status ?? StatusRules.Active, BeforeReason = current?.Reason ?? "" }, Ban(row));
    }

    /// <summary>What a downtime that ends writes: what the element was before, unless somebody has said something else meanwhile.</summary>
    /// <param name="row">The downtime.</param>
    /// <param name="current">The element's status; null for none.</param>
    /// <param name="others">Other downtimes of the element that are ongoing.</param>
    /// <returns>The downtime as it is from now on, and the element's status; the latter null when it stays.</returns>
    public static (DowntimeRow Row, StatusRow? Write) End(DowntimeRow row, StatusRow? current, IReadOnlyList<DowntimeRow> others)
    {
        var over = row with { State = DowntimeRow.Over };
        if (row.BeforeStatus is not { } before || current is null || !IsWrittenBy(current, row)) return (over, null);
        if (others.FirstOrDefault(other => other.BeforeStatus is not null) is { } longer) return (over, Ban(longer));
        var reason = string.Create(CultureInfo.InvariantCulture, $"{Mark(row)} is over{(string.IsNullOrEmpty(row.BeforeReason) ? "" : $"; before: {row.BeforeReason}")}");
        return (over, current with { Status = before, Reason = Cut(reason), TokenOwner = StatusRow.Automatic, TokenExpiration = StatusRow.Never });
    }

    private static StatusRow Ban(DowntimeRow row) => new()
    {
        Name = row.Name,
        VO = row.VO,
        Status = StatusRules.Banned,
        Reason = ReasonDuring(row),
        ElementType = ElementKind.Of(row.Element).ElementType,
        TokenOwner = StatusWords.Owner(row.Planner),
        TokenExpiration = row.EndTime,
    };

    // Its end may have been moved since.
    private static bool IsWrittenBy(StatusRow current, DowntimeRow row) => current.Status == StatusRules.Banned && current.Reason.StartsWith($"{Mark(row)} until ", StringComparison.Ordinal);

    private static string Mark(DowntimeRow row) => string.Create(CultureInfo.InvariantCulture, $"Downtime {row.Id}");

    private static string Cut(string text) => text.Length <= LongestReason ? text : text[..LongestReason];
}
