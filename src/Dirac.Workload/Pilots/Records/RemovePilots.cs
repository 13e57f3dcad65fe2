using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.Identities;

namespace Dirac.Workload.Pilots.Records;

/// <summary>Removes pilots that have ended from the records, with their logs, outputs and jobs: some by name, or all old ones.</summary>
internal sealed class RemovePilots(WorkloadDatabases databases, TimeProvider clock)
{
    private const int AtOnce = 500;
    private const int MostDays = 36_500;

    /// <summary>DIRAC's deletePilots; those that may still work are refused.</summary>
    public Task<PilotBulkResult> RunAsync(Caller caller, PilotStampList request, CancellationToken cancellationToken)
    {
        PilotAccess.CheckCount(request.PilotStamps.WithoutHoles("pilot_stamps").Count);
        return databases.Pilots.WriteAsync((session, token) => RemoveAsync(session, caller, request.PilotStamps, token), cancellationToken);
    }

    /// <summary>DIRAC's clearPilots for one VO.</summary>
    public async Task<PilotClearReply> ClearAsync(Caller caller, PilotClearRequest request, CancellationToken cancellationToken)
    {
        if (request.Days is < 0 or > MostDays || request.AbortedDays is < 0 or > MostDays)
        {
            throw new DiracException(ErrorCode.BadRequest, $"days and aborted_days are 0 to {MostDays}.", "Nothing was removed.");
        }

        return new PilotClearReply(await ClearAsync(caller.Vo, request.Days, request.AbortedDays, cancellationToken));
    }

    /// <summary>Removes old pilots of a VO, or of all for null, in small transactions.</summary>
    public async Task<long> ClearAsync(string? vo, int days, int abortedDays, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (before, abortedBefore) = (now.AddDays(-days), now.AddDays(-abortedDays));
        var removed = 0L;
        while (true)
        {
            var count = await databases.Pilots.WriteAsync(
                async (session, token) =>
                {
                    var old = await OldPilotStore.EndedAsync(session, vo, before, abortedBefore, AtOnce, token);
                    await OldPilotStore.RemoveAsync(session, old, token);
                    return old.Count;
                },
                cancellationToken);
            removed += count;
            if (count < AtOnce) return removed;
        }
    }

    private static async Task<PilotBulkResult> RemoveAsync(IDbSession session, Caller caller, IReadOnlyList<string> stamps, CancellationToken cancellationToken)
    {
        var outcome = new PilotOutcome();
        var pilots = await PilotAccess.FindAsync(session, caller, stamps, cancellationToken);
        foreach (var stamp in stamps.Distinct(StringComparer.Ordinal))
        {
            if (!pilots.TryGetValue(stamp, out var pilot)) outcome.Fail(stamp, PilotAccess.Missing(stamp));
            else if (!pilot.HasEnded) outcome.Fail(stamp, $"Pilot {stamp} is {pilot.Status}; kill it first.");
            else outcome.Succeed(stamp, pilot.Status, "It is removed from the records.");
        }

        var ended = pilots.Values.Where(pilot => pilot.HasEnded).Select(pilot => pilot.PilotID);
        foreach (var chunk in ended.Chunk(AtOnce)) await OldPilotStore.RemoveAsync(session, chunk, cancellationToken);
        return outcome.ToResult();
    }
}
