using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Model.Api;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using Dirac.Workload.Pilots;
using Dirac.Workload.Pilots.Records;

namespace Dirac.Workload.Rpc.Pilots;

/// <summary>DIRAC's PilotManager: what changes pilots. Answers of reading methods are in the other part.</summary>
[RpcService("WorkloadManagement/PilotManager")]
internal sealed partial class PilotManagerRpc(
    PilotQueries queries, PilotSummaries summaries, PilotSites sites, PilotChanges changes, ReadPilotRecords records, TimeProvider clock)
{
    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>New pilots; those without a stamp get one.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> AddPilotReferencesAsync(
        RpcCall call, PilotRefs pilotRef, string vo, CancellationToken cancellationToken, string gridType = "DIRAC", WireDict? pilotStampDict = null)
    {
        PilotSide.DemandWriter(call);
        var outcome = await changes.AddAsync(PilotSide.In(call, vo, Now), pilotRef.Names, vo, gridType, pilotStampDict, cancellationToken);
        return outcome.Failed.Count == 0 ? RpcReply.Ok() : Failed(outcome);
    }

    /// <summary>A pilot's status and place; how many rows that changed.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public Task<RpcReply> SetPilotStatusAsync(
        RpcCall call, string pilotRef, string status, CancellationToken cancellationToken, string? destination = null, string? reason = null, string? gridSite = null, string? queue = null)
    {
        var change = new PilotMetadata
        {
            Status = status, StatusReason = Given(reason) ?? "Not given", DestinationSite = Given(destination), GridSite = Given(gridSite) ?? PilotChanges.SiteOf(call, destination), Queue = Given(queue),
        };
        return UpdateAsync(call, pilotRef, change, cancellationToken);
    }

    /// <summary>How fast the pilot's node is.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public Task<RpcReply> SetPilotBenchmarkAsync(RpcCall call, string pilotRef, double mark, CancellationToken cancellationToken) =>
        UpdateAsync(call, pilotRef, new PilotMetadata { BenchMark = mark }, cancellationToken);

    /// <summary>Whether accounting has the pilot.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public Task<RpcReply> SetAccountingFlagAsync(RpcCall call, string pilotRef, CancellationToken cancellationToken, string mark = "True") =>
        UpdateAsync(call, pilotRef, new PilotMetadata { AccountingSent = mark == "True" }, cancellationToken);

    /// <summary>Which job a pilot runs.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> SetJobForPilotAsync(RpcCall call, JobId jobID, string pilotRef, CancellationToken cancellationToken, string? destination = null)
    {
        PilotSide.DemandWriter(call);
        if (await queries.FindAsync(call, pilotRef, cancellationToken) is not { } pilot) return RpcReply.Fail($"PilotJobReference {pilotRef} not found");
        var outcome = await changes.SetJobAsync(PilotSide.In(call, pilot.VO, Now), pilot, jobID.Number, Given(destination), cancellationToken);
        return outcome.Failed.Count == 0 ? RpcReply.Ok(1) : Failed(outcome);
    }

    /// <summary>What a pilot printed.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> StorePilotOutputAsync(RpcCall call, string pilotReference, string output, string error, CancellationToken cancellationToken)
    {
        PilotSide.DemandWriter(call);
        if (await queries.FindAsync(call, pilotReference, cancellationToken) is not { } pilot) return RpcReply.Fail($"Pilot reference not found {pilotReference}");
        await changes.KeepOutputAsync(PilotSide.In(call, pilot.VO, Now), pilot, output, error, cancellationToken);
        return RpcReply.Ok(1);
    }

    /// <summary>Orders pilots to end.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> KillPilotAsync(RpcCall call, PilotRefs pilotRefList, CancellationToken cancellationToken)
    {
        PilotSide.DemandAdministrator(call);
        PilotAccess.CheckCount(pilotRefList.Names.Count);
        var pilots = new List<PilotRow>();
        foreach (var reference in pilotRefList.Names)
        {
            if (await queries.FindAsync(call, reference, cancellationToken) is not { } pilot) return RpcReply.Fail($"Failed to get info for pilot {reference}");
            pilots.Add(pilot);
        }

        return await EachVoAsync(call, pilots, changes.KillAsync, cancellationToken) ?? RpcReply.Ok();
    }

    /// <summary>Removes pilots that have ended from the records: one by its reference, or some by number.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> DeletePilotsAsync(RpcCall call, PilotsToRemove pilotIDs, CancellationToken cancellationToken)
    {
        PilotSide.DemandAdministrator(call);
        var found = pilotIDs.Reference is not { } reference
            ? await queries.FindAsync(call, pilotIDs.Numbers, cancellationToken)
            : await queries.FindAsync(call, reference, cancellationToken) is { } one ? [one] : [];
        if (await EachVoAsync(call, found, changes.RemoveAsync, cancellationToken) is { } failed) return failed;
        return pilotIDs.Reference is null ? RpcReply.Ok() : RpcReply.Ok(WireValue.List([.. found.Select(pilot => (WireValue)pilot.PilotID)]));
    }

    /// <summary>Removes old pilots that have ended. DIRAC tells the numbers of the last ones; here none are told.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public async Task<RpcReply> ClearPilotsAsync(RpcCall call, CancellationToken cancellationToken, int interval = 30, int aborted_interval = 7)
    {
        PilotSide.DemandAdministrator(call);
        await changes.ClearAsync(PilotSide.VoOf(call), interval, aborted_interval, cancellationToken);
        return RpcReply.Ok();
    }

    private async Task<RpcReply> UpdateAsync(RpcCall call, string reference, PilotMetadata change, CancellationToken cancellationToken)
    {
        PilotSide.DemandWriter(call);
        if (await queries.FindAsync(call, reference, cancellationToken) is not { } pilot) return RpcReply.Ok(0);
        await changes.UpdateAsync(PilotSide.In(call, pilot.VO, Now), pilot, change, cancellationToken);
        return RpcReply.Ok(1);
    }

    private async Task<RpcReply?> EachVoAsync(
        RpcCall call,
        IReadOnlyList<PilotRow> pilots,
        Func<Security.Identities.Caller, IReadOnlyList<PilotRow>, CancellationToken, Task<PilotBulkResult>> doAsync,
        CancellationToken cancellationToken)
    {
        foreach (var vo in pilots.GroupBy(pilot => pilot.VO))
        {
            var outcome = await doAsync(PilotSide.In(call, vo.Key, Now), [.. vo], cancellationToken);
            if (outcome.Failed.Count > 0) return Failed(outcome);
        }

        return null;
    }

    private static RpcReply Failed(PilotBulkResult outcome) => RpcReply.Fail(string.Join(" ", outcome.Failed.Values.Take(5).Select(failure => failure.Detail)));

    // Python clients leave things out as None or as an empty text.
    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
