using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Model.Errors;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Workload.Rpc.Pilots;

/// <summary>What is asked about pilots.</summary>
internal sealed partial class PilotManagerRpc
{
    private const int MostLogLines = 10_000;
    private const string Submission = "SubmissionTime";
    private const string Update = "LastUpdateTime";

    /// <summary>All about pilots, by reference.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> GetPilotInfoAsync(RpcCall call, PilotRefs pilotReference, CancellationToken cancellationToken)
    {
        var rows = await queries.DescribeAsync(call, pilotReference.Names, cancellationToken);
        return rows.Count > 0 ? RpcReply.Ok(PilotInfoRow.Reply(rows)) : RpcReply.Fail((int)ErrorCode.NoPilot, $"No pilots found for PilotJobReference(s): {pilotReference}");
    }

    /// <summary>All about the pilots a job had.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> GetPilotsAsync(RpcCall call, JobId jobID, CancellationToken cancellationToken)
    {
        var rows = await queries.OfJobAsync(call, jobID.Number, cancellationToken);
        return rows.Count > 0 ? RpcReply.Ok(PilotInfoRow.Reply(rows)) : RpcReply.Fail($"Failed to get pilot for Job {jobID.Number}: ");
    }

    /// <summary>References of pilots.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public async Task<WireValue> SelectPilotsAsync(RpcCall call, WireDict condDict, CancellationToken cancellationToken) =>
        WireValue.List([.. (await queries.ReferencesAsync(call, PilotConditions.Of(condDict), null, false, cancellationToken)).Select(reference => (WireValue)reference)]);

    /// <summary>How many pilots there are.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public Task<long> CountPilotsAsync(
        RpcCall call, WireDict condDict, CancellationToken cancellationToken, WireValue older = default, WireValue newer = default, string timeStamp = Submission) =>
        queries.CountAsync(call, [.. PilotConditions.Of(condDict), .. PilotConditions.Between(timeStamp, newer, older)], cancellationToken);

    /// <summary>Numbers of pilots by columns.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> GetCountersAsync(
        RpcCall call, string table, IReadOnlyList<string> keys, WireDict condDict, CancellationToken cancellationToken, WireValue newer = default, string timeStamp = Submission) =>
        table == "PilotAgents"
            ? RpcReply.Ok(await summaries.CountersAsync(call, keys, [.. PilotConditions.Of(condDict), .. PilotConditions.Between(timeStamp, newer, default)], cancellationToken))
            : RpcReply.Fail("Only PilotAgents can be counted");

    /// <summary>Numbers of pilots by status; of those that have ended, of the last day only.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetCurrentPilotCountersAsync(RpcCall call, WireDict attrDict, CancellationToken cancellationToken) =>
        summaries.CurrentAsync(call, PilotConditions.Of(attrDict), cancellationToken);

    /// <summary>Numbers of pilots by one column.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetPilotStatisticsAsync(RpcCall call, string attribute, WireDict selectDict, CancellationToken cancellationToken)
    {
        var since = Value(selectDict, "FromDate") is { IsNull: false } from ? from : Value(selectDict, "LastUpdate");
        return summaries.ByColumnAsync(
            call,
            attribute,
            [.. PilotConditions.Of(selectDict, "FromDate", "LastUpdate", "ToDate"), .. PilotConditions.Between(Update, since, Value(selectDict, "ToDate"))],
            cancellationToken);
    }

    /// <summary>What a pilot printed; its log for as long as it has not handed that in.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> GetPilotOutputAsync(RpcCall call, string pilotReference, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(call, pilotReference, cancellationToken) is not { } pilot) return RpcReply.Fail("Failed to get info for pilot");
        var output = await records.OutputAsync(PilotSide.In(call, pilot.VO, Now), pilot.PilotStamp, cancellationToken);
        return PilotOutputWords.Reply(pilot.VO, output);
    }

    /// <summary>A pilot's log.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> GetPilotLoggingInfoAsync(RpcCall call, string pilotReference, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(call, pilotReference, cancellationToken) is not { } pilot) return RpcReply.Fail("Pilot info is empty");
        var log = await records.LogAsync(PilotSide.In(call, pilot.VO, Now), pilot.PilotStamp, 0, null, MostLogLines, cancellationToken);
        return log.Lines.Count > 0 ? RpcReply.Ok(string.Join('\n', log.Lines.Select(line => line.Text))) : RpcReply.Fail($"Pilot logging not available for {pilotReference}");
    }

    /// <summary>Numbers of pilots by computing element and status.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetPilotSummaryAsync(RpcCall call, CancellationToken cancellationToken, WireValue startdate = default, WireValue enddate = default) =>
        summaries.ByCEAsync(call, [.. PilotConditions.Between(Submission, startdate, enddate)], cancellationToken);

    /// <summary>A page of pilots for people.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public Task<RpcReply> GetPilotMonitorWebAsync(RpcCall call, WireDict selectDict, IReadOnlyList<WireValue> sortList, int startItem, int maxItems, CancellationToken cancellationToken) =>
        summaries.PageAsync(
            call,
            [.. PilotConditions.Of(selectDict, Update, "FromDate", "ToDate"), .. PilotConditions.Between(Update, Value(selectDict, "FromDate"), Value(selectDict, "ToDate"))],
            PilotSort.Of(sortList),
            startItem,
            maxItems,
            cancellationToken);

    /// <summary>The values by which pilots are chosen.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetPilotMonitorSelectorsAsync(RpcCall call, CancellationToken cancellationToken) => summaries.SelectorsAsync(call, cancellationToken);

    /// <summary>Sites and computing elements with the numbers and the worth of their pilots.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetPilotSummaryWebAsync(RpcCall call, WireDict selectDict, IReadOnlyList<WireValue> sortList, int startItem, int maxItems, CancellationToken cancellationToken)
    {
        // DIRAC does not sort either.
        _ = sortList;
        return sites.RunAsync(call, selectDict, startItem, maxItems, cancellationToken);
    }

    /// <summary>Numbers and worth of pilots by columns, a line for each group.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetGroupedPilotSummaryAsync(RpcCall call, IReadOnlyList<string> columnList, CancellationToken cancellationToken) =>
        summaries.GroupedAsync(call, columnList, cancellationToken);

    private static WireValue Value(WireDict dict, string key) => dict.TryGetValue(key, out var value) ? value : default;
}
