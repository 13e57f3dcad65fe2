using Dirac.Model.Api;
using Dirac.Model.Jobs;
using Dirac.Wire.Values;

namespace Dirac.Workload.Rpc.Replies;

/// <summary>Writes what became of status reports as JobStateUpdate does. Pure.</summary>
internal static class StatusReplies
{
    /// <summary>Names and values of what was set beside the major status; nothing of reports that were too old.</summary>
    /// <param name="updates">The reports, oldest first.</param>
    /// <param name="change">What they did.</param>
    public static WireValue Set(IReadOnlyList<TimedUpdate> updates, StatusChange change)
    {
        if (change.LastUpdateTime is null) return WireValue.Tuple(WireValue.List(), WireValue.List());
        var set = new List<(string Name, string Value)>();
        if (updates.LastOrDefault(update => update.Minor is not null)?.Minor is { } minor) set.Add(("MinorStatus", minor));
        if (updates.LastOrDefault(update => update.Application is not null)?.Application is { } application) set.Add(("ApplicationStatus", application));
        return WireValue.Tuple(WireValue.List([.. set.Select(one => (WireValue)one.Name)]), WireValue.List([.. set.Select(one => (WireValue)one.Value)]));
    }
}
