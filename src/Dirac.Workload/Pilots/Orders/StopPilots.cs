using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Workload.Attempts;

namespace Dirac.Workload.Pilots.Orders;

/// <summary>Orders pilots to stop, inside a transaction of JobDB. Pilots that ask this server at the moment hear of it at once, others with their next request.</summary>
internal sealed class StopPilots(ITaskQueue tasks, StopBell bell, AttemptBell attempts)
{
    public async Task OrderAsync(IDbSession jobs, IReadOnlyList<PilotStopped> stops, string mode, CancellationToken cancellationToken)
    {
        foreach (var stop in stops)
        {
            await PilotOrderStore.GiveAsync(jobs, stop.Vo, new PilotOrderRow { PilotStamp = stop.Stamp, Mode = mode, Reason = stop.Reason }, cancellationToken);
        }

        await tasks.EnqueueAsync(jobs, stops.Select(stop => new NewTask<PilotStopped>(stop)), cancellationToken);
        jobs.AfterCommit(Ring);
    }

    private void Ring()
    {
        bell.Ring();
        attempts.Ring();
    }
}
