using Dirac.Hosting.Rpc.Calling;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Calls;
using Dirac.Security.Identities;
using Dirac.Workload.Matching;
using Dirac.Workload.Pilots;
using Dirac.Workload.Pilots.Orders;
using Dirac.Workload.Resources;

namespace Dirac.Workload.Rpc.Matching;

/// <summary>Gives one of DIRAC's own pilots a job, at once or not at all.</summary>
/// <remarks>
/// A generic pilot gets jobs of its VO, a pilot with a group's shared rights those of the group, any other its own. The attempt has no lease: the job is
/// watched as DIRAC watches it.
/// </remarks>
internal sealed class MatchForeignPilot(WorkloadDatabases databases, TakeJob take, RecentOffers offers)
{
    private const string NoStamp = "Unknown";

    /// <summary>The job; null when nothing fits.</summary>
    /// <exception cref="DiracException">PilotVersion, NoMatch for a pilot that was ordered to stop, BadRequest.</exception>
    public async Task<MatchReply?> RunAsync(RpcCall call, PilotResource pilot, CancellationToken cancellationToken)
    {
        var vo = call.Caller.IsHost ? pilot.Vo : call.Caller.Vo;
        if (PilotVersions.Refusal(call.Configuration.Operations(vo), pilot) is { } refusal) throw new DiracException(ErrorCode.PilotVersion, refusal);
        var resource = pilot.Describe();
        MatchCheck.Resource(resource, vo);
        var offer = Narrow(Offer.From(resource, vo), call.Caller, pilot);
        if (IsGeneric(call.Caller)) offers.Note(resource, vo);
        var row = pilot.Reference is { } reference
            ? await databases.Pilots.ReadAsync((session, token) => PilotStore.FindByReferenceAsync(session, vo, reference, token), cancellationToken)
            : null;
        if (row is not null) await DemandNoOrderAsync(row, cancellationToken);
        return (await take.RunAsync(offer, Taker(pilot, resource, row), cancellationToken)).Reply;
    }

    private static bool IsGeneric(GridCaller caller) => caller.Properties.Has(DiracProperties.GenericPilot);

    private static Offer Narrow(Offer offer, GridCaller caller, PilotResource pilot)
    {
        var asked = offer with { JobTypes = pilot.JobTypes, OnlyJob = pilot.OnlyJob };
        if (IsGeneric(caller)) return asked with { OwnerGroups = pilot.Groups, Owner = pilot.Owner };
        return caller.Properties.Has(DiracProperties.JobSharing)
            ? asked with { OwnerGroups = [caller.Group], Owner = pilot.Owner }
            : asked with { OwnerGroups = [caller.Group], Owner = caller.UserName };
    }

    private async Task DemandNoOrderAsync(PilotRow row, CancellationToken cancellationToken)
    {
        if (row.PilotStamp.Length == 0) return;
        var order = await databases.Jobs.ReadAsync((session, token) => PilotOrderStore.FindAsync(session, row.VO, row.PilotStamp, token), cancellationToken);
        if (order is not null) throw new DiracException(ErrorCode.NoMatch, order.Reason);
    }

    private static JobTaker Taker(PilotResource pilot, ResourceDescription resource, PilotRow? row) => new(Guid.NewGuid().ToString("N"), row is { PilotStamp.Length: > 0 } ? row.PilotStamp : NoStamp)
    {
        IsLeased = false,
        Note = row is null ? null : new PilotMatched(
            row.PilotStamp, 0, resource.GridCE, resource.PilotBenchmark, default, row.VO, row.PilotJobReference, pilot.IsReported ? null : ColumnText.Fit(resource.Site, 128)),
    };
}
