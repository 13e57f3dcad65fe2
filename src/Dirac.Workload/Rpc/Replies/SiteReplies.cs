using Dirac.Wire.Values;

namespace Dirac.Workload.Rpc.Replies;

/// <summary>Writes numbers of jobs by site as JobMonitoring does. Pure.</summary>
internal static class SiteReplies
{
    private static readonly (string Name, string[] Statuses)[] Columns =
    [
        ("Waiting", ["Submitted", "Assigned", "Waiting", "Matched"]),
        ("Running", ["Running"]),
        ("Stalled", ["Stalled"]),
        ("Done", ["Done"]),
        ("Failed", ["Failed"]),
    ];

    private static readonly WireKeys Names = WireKeys.Of([.. Columns.Select(column => column.Name)]);

    /// <summary>Site → column → jobs, and <c>Total</c>; jobs for any site are left out.</summary>
    public static WireValue Summary(IReadOnlyList<(string Site, string Status, long Jobs)> counts)
    {
        var sited = counts.Where(count => count.Site != "ANY").ToList();
        var sites = sited.GroupBy(count => count.Site).Select(site => ((WireValue)site.Key, Line(site)));
        return WireValue.Dict([.. sites, ("Total", Line(sited))]);
    }

    private static WireValue Line(IEnumerable<(string Site, string Status, long Jobs)> counts)
    {
        var byStatus = counts.ToLookup(count => count.Status, count => count.Jobs);
        return WireValue.Dict(Names, [.. Columns.Select(column => (WireValue)column.Statuses.Sum(status => byStatus[status].Sum()))]);
    }
}
