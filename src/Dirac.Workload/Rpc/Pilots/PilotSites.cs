using Dirac.Hosting.Rpc.Calling;
using Dirac.Model.Api;
using Dirac.Wire.Values;
using Dirac.Workload.Resources;
using Dirac.Workload.Rpc.Matching;

namespace Dirac.Workload.Rpc.Pilots;

/// <summary>The portal's summary of pilots: a line for each site, or for each computing element of one that is looked into (DIRAC's getPilotSummaryWeb).</summary>
internal sealed class PilotSites(PilotQueries queries, ServiceStates states, TimeProvider clock)
{
    private const string Update = "LastUpdateTime";
    private const string NotKnown = "Unknown";
    private const int FewInAll = 100;
    private static readonly string[] Grouping = ["GridSite", "DestinationSite", "Status"];
    private static readonly string[] Names = ["Site", "CE", .. PilotCounts.Shown, "Total", "PilotsPerJob", "PilotJobEff", "Status", "InMask"];

    public async Task<WireValue> RunAsync(RpcCall call, WireDict select, int start, int most, CancellationToken cancellationToken)
    {
        var expanded = select.Text("ExpandSite");
        var wantedSites = expanded is null ? Wanted(select, "GridSite") : [expanded];
        var wantedStatuses = Wanted(select, "Status");
        var sites = await CountAsync(call, select, cancellationToken);
        var all = new PilotCounts();
        foreach (var counts in sites.Values.SelectMany(ces => ces.Values)) all.Add(counts);
        var records = sites.SelectMany(site => Lines(site.Key, site.Value, expanded is not null))
            .Where(line => (wantedSites.Count == 0 || wantedSites.Contains(line.Site)) && (wantedStatuses.Count == 0 || wantedStatuses.Contains(line.Counts.Class())))
            .Select(line => Record(call, line)).ToList();
        return WireValue.Dict(
            ("TotalRecords", (long)records.Count),
            ("ParameterNames", PilotRowWords.Names(Names)),
            ("Records", WireValue.List([.. most > 0 ? records.Skip(Math.Max(0, start)).Take(most) : records])),
            ("Extras", Extras(all)));
    }

    // Those that ended count for a day only, where any did within it.
    private async Task<SortedDictionary<string, SortedDictionary<string, PilotCounts>>> CountAsync(RpcCall call, WireDict select, CancellationToken cancellationToken)
    {
        var sites = new SortedDictionary<string, SortedDictionary<string, PilotCounts>>(StringComparer.Ordinal);
        var siteOf = ConfiguredResources.SitesOfCEs(call.Configuration.Root);
        var conditions = PilotConditions.Of(select, Update, "GridSite", "Status", "ExpandSite");
        var day = PilotConditions.Since(Update, clock.GetUtcNow().UtcDateTime.AddDays(-1)).ToList();
        var hour = PilotConditions.Since(Update, clock.GetUtcNow().UtcDateTime.AddHours(-1)).ToList();
        await AddAsync(PilotConditions.Between(Update, select.TryGetValue(Update, out var newer) ? newer : default, default), null);
        await AddAsync([PilotConditions.Is("Status", PilotCounts.Aborted, PilotCounts.Done), .. day], null);
        await AddAsync([PilotConditions.Is("Status", PilotCounts.Done), PilotConditions.Is("CurrentJobID", "0"), .. day], PilotCounts.DoneEmpty);
        await AddAsync([PilotConditions.Is("Status", PilotCounts.Aborted), .. hour], PilotCounts.AbortedHour);
        return sites;

        async Task AddAsync(IEnumerable<SearchCondition> more, string? state)
        {
            foreach (var row in await queries.CountersAsync(call, Grouping, [.. conditions, .. more], cancellationToken))
            {
                var ce = PilotRowWords.Text(row, "DestinationSite");
                var site = PilotRowWords.Text(row, "GridSite") is var named && named == NotKnown ? siteOf.GetValueOrDefault(ce, NotKnown) : named;
                if (!sites.TryGetValue(site, out var ces)) sites[site] = ces = new(StringComparer.Ordinal);
                if (!ces.TryGetValue(ce, out var counts)) ces[ce] = counts = new PilotCounts();
                counts[state ?? PilotRowWords.Text(row, "Status")] = PilotRowWords.Count(row);
            }
        }
    }

    private static IEnumerable<(string Site, string CE, PilotCounts Counts)> Lines(string site, SortedDictionary<string, PilotCounts> ces, bool isExpanded)
    {
        if (ces.Count == 1 || isExpanded) return ces.Select(ce => (site, ce.Key, ce.Value));
        var sum = new PilotCounts();
        foreach (var counts in ces.Values) sum.Add(counts);
        return [(site, "Multiple", sum)];
    }

    private WireValue Record(RpcCall call, (string Site, string CE, PilotCounts Counts) line)
    {
        var isUsable = states.OfSite(call.Caller.Vo, line.Site) is null && ConfiguredResources.SiteNames(call.Configuration.Root).Contains(line.Site);
        return WireValue.List(
        [
            line.Site, line.CE, .. PilotCounts.Shown.Select(state => (WireValue)line.Counts[state]), line.Counts.Total,
            PilotCounts.Text(line.Counts.PilotsPerJob), PilotCounts.Text(line.Counts.Efficiency), line.Counts.Class(), isUsable ? "Yes" : "No",
        ]);
    }

    private static WireValue Extras(PilotCounts all) => WireValue.Dict(
    [
        .. PilotCounts.Shown.Select(state => ((WireValue)state, (WireValue)all[state])),
        ("Total", all.Total),
        ("PilotsPerJob", PilotCounts.Text(all.PilotsPerJob)),
        ("PilotJobEff", PilotCounts.Text(all.Efficiency)),
        ("Status", all.Class(FewInAll)),
    ]);

    private static IReadOnlyList<string> Wanted(WireDict select, string key) => select.Find(key) is { } value ? WireFields.Texts(value) ?? [] : [];
}
