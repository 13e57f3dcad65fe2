namespace Dirac.Workload.SiteDirection;

/// <summary>What keeps pilots from sites, for those whose jobs wait there.</summary>
internal sealed class QueueTroubles(WorkloadDatabases databases, DirectedQueues directed)
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>The troubles of sites, in sentences, by the sites' names; a site with a queue that is well has none.</summary>
    /// <param name="vo">The VO for which pilots are sent.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<IReadOnlyDictionary<string, string>> OfSitesAsync(string vo, CancellationToken cancellationToken)
    {
        var sites = directed.Now.Where(queue => queue.Vos.Contains(vo)).ToLookup(queue => queue.Name.Site);
        if (sites.Count == 0) return None;
        var rows = (await databases.Pilots.ReadAsync(DirectionStore.QueuesAsync, cancellationToken)).ToDictionary(row => row.Name);
        return sites
            .Select(site => (Site: site.Key, Troubles: site.Select(queue => rows.GetValueOrDefault(queue.Name)?.TroubleOf(queue)).Distinct().ToList()))
            .Where(site => !site.Troubles.Contains(null))
            .ToDictionary(site => site.Site, site => string.Join(' ', site.Troubles), StringComparer.Ordinal);
    }
}
