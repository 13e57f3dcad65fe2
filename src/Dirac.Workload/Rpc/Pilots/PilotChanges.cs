using Dirac.Hosting.Rpc.Calling;
using Dirac.Model.Api;
using Dirac.Security.Identities;
using Dirac.Wire.Values;
using Dirac.Workload.Pilots;
using Dirac.Workload.Pilots.Records;
using Dirac.Workload.Resources;
using Dirac.Workload.Rpc.Matching;

namespace Dirac.Workload.Rpc.Pilots;

/// <summary>Changes pilots that were found by reference, with the operations of the REST door, which know them by stamp.</summary>
internal sealed class PilotChanges(ChangePilots change, AddPilotReferences add, SetPilotJobs setJobs, KeepPilotOutput keep, KillPilots kill, RemovePilots remove)
{
    /// <summary>Registers pilots.</summary>
    public Task<PilotBulkResult> AddAsync(Caller caller, IReadOnlyList<string> references, string vo, string gridType, WireDict? stamps, CancellationToken cancellationToken)
    {
        var named = references.Distinct(StringComparer.Ordinal).ToDictionary(
            reference => reference, reference => stamps?.Text(reference) is { Length: > 0 } stamp ? stamp : PilotStamps.New(), StringComparer.Ordinal);
        return add.RunAsync(caller, new PilotReferences(vo, [.. named.Keys], named, gridType), cancellationToken);
    }

    /// <summary>Changes a pilot's row.</summary>
    public Task UpdateAsync(Caller caller, PilotRow pilot, PilotMetadata metadata, CancellationToken cancellationToken) =>
        change.UpdateAsync(caller, new Dictionary<string, PilotMetadata> { [pilot.PilotStamp] = metadata }, cancellationToken);

    /// <summary>Notes a pilot's job, and that the pilot runs.</summary>
    public async Task<PilotBulkResult> SetJobAsync(Caller caller, PilotRow pilot, long job, string? destination, CancellationToken cancellationToken)
    {
        var outcome = await setJobs.RunAsync(caller, new Dictionary<string, PilotJobAssignment> { [pilot.PilotStamp] = new(job, destination) }, cancellationToken);
        if (outcome.Failed.Count == 0) await UpdateAsync(caller, pilot, new PilotMetadata { Status = "Running", StatusReason = $"Report from job {job}" }, cancellationToken);
        return outcome;
    }

    /// <summary>Keeps what a pilot printed.</summary>
    public Task KeepOutputAsync(Caller caller, PilotRow pilot, string output, string error, CancellationToken cancellationToken) =>
        keep.RunAsync(caller, pilot.PilotStamp, new PilotOutput(output, error), cancellationToken);

    /// <summary>Orders pilots of one VO to end; those that have ended already are left alone.</summary>
    public Task<PilotBulkResult> KillAsync(Caller caller, IReadOnlyList<PilotRow> pilots, CancellationToken cancellationToken) =>
        kill.RunAsync(caller, new PilotKillRequest([.. pilots.Where(pilot => !pilot.HasEnded).Select(pilot => pilot.PilotStamp)]), cancellationToken);

    /// <summary>Removes pilots of one VO from the records.</summary>
    public Task<PilotBulkResult> RemoveAsync(Caller caller, IReadOnlyList<PilotRow> pilots, CancellationToken cancellationToken) =>
        remove.RunAsync(caller, new PilotStampList([.. pilots.Select(pilot => pilot.PilotStamp)]), cancellationToken);

    /// <summary>Removes old pilots of a VO, or of all for null.</summary>
    public Task<long> ClearAsync(string? vo, int days, int abortedDays, CancellationToken cancellationToken) =>
        remove.ClearAsync(vo, Math.Clamp(days, 0, 36_500), Math.Clamp(abortedDays, 0, 36_500), cancellationToken);

    /// <summary>The site of a computing element in the configuration; null when there is none.</summary>
    public static string? SiteOf(RpcCall call, string? computingElement) =>
        computingElement is { Length: > 0 } ce ? ConfiguredResources.SitesOfCEs(call.Configuration.Root).GetValueOrDefault(ce) : null;
}
