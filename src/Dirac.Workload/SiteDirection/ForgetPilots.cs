using Dirac.Model.Api;
using Dirac.Model.Pilots;
using Dirac.Workload.Pilots;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.SiteDirection;

/// <summary>Looks after pilots whose queue is not configured any more: nobody can be asked for them, so their own words count, until they have said nothing for too long.</summary>
internal sealed class ForgetPilots(WorkloadDatabases databases, ChangePilots change, IOptions<SiteDirectionOptions> options)
{
    private static readonly PilotMetadata Lost = new() { Status = nameof(PilotStatus.Aborted), StatusReason = "Its queue is not configured any more, and nothing is heard of it" };

    /// <summary>Forgets those that have ended.</summary>
    /// <param name="queue">The queue that is gone.</param>
    /// <param name="nowMs">Now, by the database's clock.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task RunAsync(QueueName queue, long nowMs, CancellationToken cancellationToken)
    {
        var pilots = await databases.Pilots.ReadAsync((session, token) => DirectionStore.PilotsAsync(session, queue, token), cancellationToken);
        var silent = pilots.Where(pilot => !pilot.HasEnded && nowMs - (pilot.SeenMs ?? pilot.SubmittedMs) > options.Value.SilenceSeconds * 1000L).ToList();
        foreach (var vo in silent.GroupBy(pilot => pilot.VO)) await change.NoteAsync(vo.Key, vo.ToDictionary(pilot => pilot.Stamp, _ => Lost), cancellationToken);
        var over = pilots.Where(pilot => pilot.HasEnded).Concat(silent).ToList();
        if (over.Count > 0) await databases.Pilots.WriteAsync((session, token) => DirectionStore.RemoveAsync(session, over, token), cancellationToken);
    }
}
