using System.Text.Json;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Wire.Values;
using Dirac.Workload.Jobs.Search;
using Dirac.Workload.Resources;

namespace Dirac.Workload.Rpc.Pilots;

/// <summary>The portal's summary of sites: their jobs by status, of those that ended what ended within a day (DIRAC's getSiteSummaryWeb).</summary>
internal sealed class SiteJobsSummary(JobSearch search, ServiceStates states, TimeProvider clock)
{
    private const string Update = "LastUpdateTime";

    public async Task<WireValue> RunAsync(RpcCall call, WireDict select, PilotSort sort, int start, int most, CancellationToken cancellationToken)
    {
        var counts = new SortedDictionary<string, Dictionary<string, long>>(StringComparer.Ordinal);
        var ended = PilotConditions.Is("Status", [.. SiteLine.Ended]);
        foreach (var caller in Sides(call))
        {
            await AddAsync(caller, [ended with { Operator = "not in" }, .. PilotConditions.Between(Update, select.TryGetValue(Update, out var newer) ? newer : default, default)]);
            await AddAsync(caller, [ended, .. PilotConditions.Since("EndExecTime", clock.GetUtcNow().UtcDateTime.AddDays(-1))]);
        }

        return Reply([.. counts.Select(site => Line(call, site.Key, site.Value))], select, sort, start, most);

        async Task AddAsync(Caller caller, IReadOnlyList<SearchCondition> conditions)
        {
            foreach (var row in (await search.SummariseAsync(caller, new SummaryRequest(["Site", "Status"], conditions), cancellationToken)).Elements)
            {
                if (!counts.TryGetValue(Text(row, "Site"), out var site)) counts[Text(row, "Site")] = site = [];
                site[Text(row, "Status")] = site.GetValueOrDefault(Text(row, "Status")) + row.GetProperty("count").GetInt64();
            }
        }
    }

    private IEnumerable<Caller> Sides(RpcCall call)
    {
        var caller = call.ToCaller(clock.GetUtcNow());
        return call.Caller.IsHost ? call.Configuration.Registry.Vos.Select(vo => caller with { Vo = vo }) : [caller];
    }

    private SiteLine Line(RpcCall call, string site, Dictionary<string, long> counts)
    {
        var isKnown = ConfiguredResources.SiteNames(call.Configuration.Root).Contains(site);
        var mask = states.OfSite(call.Caller.Vo, site)?.Status ?? (isKnown ? "Active" : "NoMask");
        var tier = call.Configuration.Root.GetInt($"/Resources/Sites/{site.Split('.')[0]}/{site}/MoUTierLevel", 2);
        return new SiteLine(site, mask, tier, counts);
    }

    private static WireValue Reply(IReadOnlyList<SiteLine> lines, WireDict select, PilotSort sort, int start, int most)
    {
        var chosen = lines.Select(line => line.Record()).ToList();
        foreach (var (key, wanted) in select)
        {
            if (key.Kind != WireKind.Text || key.AsText() == Update) continue;
            var (index, values) = (IndexOf(key.AsText()), wanted.IsSequence ? wanted.AsList().ToArray() : [wanted]);
            chosen.RemoveAll(record => !values.Contains(record[index]));
        }

        if (sort.Column is { } column)
        {
            var index = IndexOf(column);
            var sorted = chosen.OrderBy(record => record[index].Kind == WireKind.Whole ? record[index].AsInt64() : 0).ThenBy(record => record[index].Kind == WireKind.Text ? record[index].AsText() : "", StringComparer.Ordinal).ToList();
            if (sort.IsDescending) sorted.Reverse();
            chosen = sorted;
        }

        return WireValue.Dict(
            ("ParameterNames", PilotRowWords.Names(SiteLine.Names)),
            ("Records", WireValue.List([.. (most > 0 ? chosen.Skip(Math.Max(0, start)).Take(most) : chosen).Select(record => WireValue.List(record))])),
            ("TotalRecords", (long)chosen.Count),
            ("Extras", SiteLine.Countries(lines)));
    }

    private static int IndexOf(string column) => SiteLine.Names.ToList().IndexOf(column) is >= 0 and var index
        ? index
        : throw new DiracException(ErrorCode.BadRequest, $"Sites have no '{(column.Length > 50 ? column[..50] : column)}'.", $"Use {string.Join(", ", SiteLine.Names.Take(5))} or a status.");

    private static string Text(JsonElement row, string column) => row.GetProperty(column).GetString() ?? "";
}
