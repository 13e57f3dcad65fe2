using Dirac.Hosting.Rpc.Calling;
using Dirac.Model.Api;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using Dirac.Workload.Resources;

namespace Dirac.Workload.Rpc.Pilots;

/// <summary>Numbers of pilots in the forms that DIRAC's clients ask for.</summary>
internal sealed class PilotSummaries(PilotQueries queries, TimeProvider clock)
{
    private const string Update = "LastUpdateTime";
    private static readonly string[] Pivoted = ["Submitted", "Done", "Failed", "Aborted", "Running", "Waiting", "Scheduled", "Ready"];
    private static readonly string[] Selectors = ["VO", "GridType", "Status", "DestinationSite", "GridSite"];
    private static readonly string[] PageColumns =
        ["PilotJobReference", "VO", "GridType", "Status", "DestinationSite", "BenchMark", "SubmissionTime", "PilotID", "LastUpdateTime", "CurrentJobID", "GridSite"];

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Pairs of <c>{column: value, …}</c> and number.</summary>
    public async Task<WireValue> CountersAsync(RpcCall call, IReadOnlyList<string> columns, IReadOnlyList<SearchCondition> conditions, CancellationToken cancellationToken) => WireValue.List(
    [
        .. (await queries.CountersAsync(call, columns, conditions, cancellationToken)).Select(row => WireValue.Tuple(
            WireValue.Dict([.. columns.Distinct().Select(column => ((WireValue)column, PilotRowWords.Value(row, column)))]), PilotRowWords.Count(row))),
    ]);

    /// <summary>Numbers by the values of one column.</summary>
    public async Task<WireValue> ByColumnAsync(RpcCall call, string column, IReadOnlyList<SearchCondition> conditions, CancellationToken cancellationToken) =>
        WireValue.Dict([.. (await queries.CountersAsync(call, [column], conditions, cancellationToken)).Select(row => (PilotRowWords.Value(row, column), (WireValue)PilotRowWords.Count(row)))]);

    /// <summary>Numbers by status; of those that have ended, of the last day.</summary>
    public async Task<WireValue> CurrentAsync(RpcCall call, IReadOnlyList<SearchCondition> conditions, CancellationToken cancellationToken)
    {
        var all = await queries.CountersAsync(call, ["Status"], conditions, cancellationToken);
        var day = (await queries.CountersAsync(call, ["Status"], [.. conditions, .. PilotConditions.Since(Update, Now.AddDays(-1))], cancellationToken))
            .ToDictionary(row => PilotRowWords.Text(row, "Status"), PilotRowWords.Count);
        return WireValue.Dict([.. all.Select(row => PilotRowWords.Text(row, "Status") is var status && PilotCounts.FinalStates.Contains(status)
            ? ((WireValue)status, (WireValue)day.GetValueOrDefault(status))
            : (status, PilotRowWords.Count(row)))]);
    }

    /// <summary>Numbers by computing element and status, and those aborted of late.</summary>
    public async Task<WireValue> ByCEAsync(RpcCall call, IReadOnlyList<SearchCondition> conditions, CancellationToken cancellationToken)
    {
        var total = PilotCounts.States.ToDictionary(state => state, _ => 0L);
        var ces = new Dictionary<string, Dictionary<string, long>>(StringComparer.Ordinal) { ["Total"] = total };
        foreach (var row in await queries.CountersAsync(call, ["DestinationSite", "Status"], conditions, cancellationToken))
        {
            var (ce, status) = (PilotRowWords.Text(row, "DestinationSite"), PilotRowWords.Text(row, "Status"));
            if (ce.Length == 0 || !total.ContainsKey(status)) continue;
            if (!ces.TryGetValue(ce, out var counts)) ces[ce] = counts = [];
            counts[status] = PilotRowWords.Count(row);
            total[status] += PilotRowWords.Count(row);
        }

        foreach (var (name, since) in new[] { ("Aborted_Hour", Now.AddHours(-1)), ("Aborted_Day", Now.AddDays(-1)) })
        {
            foreach (var row in await queries.CountersAsync(call, ["DestinationSite"], [PilotConditions.Is("Status", PilotCounts.Aborted), .. PilotConditions.Since(Update, since)], cancellationToken))
            {
                if (ces.TryGetValue(PilotRowWords.Text(row, "DestinationSite"), out var counts)) counts[name] = PilotRowWords.Count(row);
            }
        }

        return WireValue.Dict([.. ces.Select(ce => ((WireValue)ce.Key, WireValue.Dict([.. ce.Value.Select(count => ((WireValue)count.Key, (WireValue)count.Value))])))]);
    }

    /// <summary>The values that columns have.</summary>
    public async Task<WireValue> SelectorsAsync(RpcCall call, CancellationToken cancellationToken)
    {
        var values = new List<(WireValue, WireValue)>();
        foreach (var column in Selectors)
        {
            var rows = await queries.CountersAsync(call, [column], [], cancellationToken);
            values.Add((column, WireValue.List([.. rows.Select(row => PilotRowWords.Value(row, column))])));
        }

        return WireValue.Dict([.. values]);
    }

    /// <summary>Some of the pilots of a selection, in texts for people.</summary>
    public async Task<RpcReply> PageAsync(
        RpcCall call, IReadOnlyList<SearchCondition> conditions, PilotSort sort, int start, int most, CancellationToken cancellationToken)
    {
        var references = await queries.ReferencesAsync(call, conditions, sort.Column, sort.IsDescending, cancellationToken);
        if (references.Count == 0) return RpcReply.Ok(WireValue.Dict(("TotalRecords", 0)));
        if (start < 0 || start >= references.Count) return RpcReply.Fail("Item number out of range");
        List<string> page = [.. references.Skip(start).Take(Math.Max(0, most))];
        var rows = (await queries.DescribeAsync(call, page, cancellationToken)).GroupBy(row => row.PilotJobReference).ToDictionary(same => same.Key, same => same.Last());
        var sites = ConfiguredResources.SitesOfCEs(call.Configuration.Root);
        return RpcReply.Ok(WireValue.Dict(
            ("TotalRecords", (long)references.Count),
            ("ParameterNames", PilotRowWords.Names(PageColumns)),
            ("Records", WireValue.List([.. page.Where(rows.ContainsKey).Select(reference => PilotRowWords.Page(rows[reference], sites))]))));
    }

    /// <summary>A line for each group of columns, with its statuses side by side. Pilots that ended count for a day.</summary>
    public async Task<WireValue> GroupedAsync(RpcCall call, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        List<string> grouping = [.. columns.Distinct(StringComparer.Ordinal)];
        List<string> names = [.. grouping.Select(column => column switch { "GridSite" => "Site", "DestinationSite" => "CE", _ => column }), .. Pivoted, "Aborted_Hour", "Total", "PilotsPerJob", "PilotJobEff"];
        var isWhole = !names.Contains("CE");
        var groups = await GroupsAsync(call, grouping, cancellationToken);
        var records = groups.Select(group => WireValue.List(
        [
            .. group.Key.Split('\n').Select(value => (WireValue)value),
            .. Pivoted.Append(PilotCounts.AbortedHour).Select(state => (WireValue)group.Value[state]),
            group.Value.Total, group.Value.PilotsPerJob, group.Value.Efficiency,
            .. isWhole ? (WireValue[])["Multiple"] : [],
            group.Value.Class(),
        ])).ToArray();
        return WireValue.Dict(
            ("ParameterNames", PilotRowWords.Names([.. names, .. isWhole ? (string[])["CE"] : [], "Status"])), ("Records", WireValue.List(records)), ("TotalRecords", (long)records.Length));
    }

    private async Task<SortedDictionary<string, PilotCounts>> GroupsAsync(RpcCall call, List<string> grouping, CancellationToken cancellationToken)
    {
        var groups = new SortedDictionary<string, PilotCounts>(StringComparer.Ordinal);
        var ended = PilotConditions.Is("Status", PilotCounts.Done, PilotCounts.Aborted);
        await CountAsync([ended with { Operator = "not in" }], null);
        await CountAsync([ended, .. PilotConditions.Since(Update, Now.AddDays(-1))], null);
        await CountAsync([PilotConditions.Is("Status", PilotCounts.Done), PilotConditions.Is("CurrentJobID", "0"), .. PilotConditions.Since(Update, Now.AddDays(-1))], PilotCounts.DoneEmpty);
        await CountAsync([PilotConditions.Is("Status", PilotCounts.Aborted), .. PilotConditions.Since(Update, Now.AddHours(-1))], PilotCounts.AbortedHour);
        return groups;

        async Task CountAsync(IReadOnlyList<SearchCondition> conditions, string? state)
        {
            foreach (var row in await queries.CountersAsync(call, [.. grouping, "Status"], conditions, cancellationToken))
            {
                var key = string.Join('\n', grouping.Select(column => PilotRowWords.Text(row, column)));
                if (!groups.TryGetValue(key, out var counts)) groups[key] = counts = new PilotCounts();
                counts[state ?? PilotRowWords.Text(row, "Status")] += PilotRowWords.Count(row);
            }
        }
    }
}
