using Dirac.Model.Api;

namespace Dirac.Workload.Pilots.Records;

/// <summary>Makes statistics of counts and judges groups as DIRAC's pilot summary does. Pure.</summary>
internal static class PilotGroupRule
{
    private const int EnoughToTell = 10;

    public static PilotGroup Judge(IReadOnlyList<string> grouping, IReadOnlyList<PilotGroupCount> counts)
    {
        var byStatus = counts.GroupBy(count => count.Status).ToDictionary(group => group.Key, group => group.Sum(count => count.Count));
        var total = byStatus.Values.Sum();
        var aborted = byStatus.GetValueOrDefault("Aborted");
        var done = byStatus.GetValueOrDefault("Done");
        var empty = counts.Where(count => count.Status == "Done").Sum(count => count.WithoutJob);
        var efficiency = total == 0 ? 0 : 100.0 * (total - aborted) / total;
        return new PilotGroup(
            grouping.Zip(counts[0].Group).ToDictionary(pair => pair.First, pair => pair.Second),
            byStatus,
            total,
            empty,
            counts.Where(count => count.Status == "Aborted").Sum(count => count.InLastHour),
            done > empty ? Math.Round((double)done / (done - empty), 2) : 0,
            Math.Round(efficiency, 2),
            Class(total, efficiency));
    }

    /// <summary>Good, Fair, Poor or Bad by efficiency; Idle for so few pilots that it tells nothing.</summary>
    public static string Class(long total, double efficiency) => efficiency switch
    {
        _ when total <= EnoughToTell => "Idle",
        < 25 => "Bad",
        < 60 => "Poor",
        < 85 => "Fair",
        _ => "Good",
    };
}
