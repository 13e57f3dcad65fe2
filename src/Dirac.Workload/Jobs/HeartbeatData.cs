using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Jobs.Parameters;
using Dirac.Workload.Ports;

namespace Dirac.Workload.Jobs;

/// <summary>Stores what a heartbeat carries: figures as samples, the last lines of output as a parameter.</summary>
internal static class HeartbeatData
{
    public static Task StoreAsync(
        IDbSession session, IJobParameterStore parameters, long job, JobHeartbeat beat, DateTime now, CancellationToken cancellationToken) =>
        StoreAsync(session, parameters, job, SignOfLife.From(beat), now, cancellationToken);

    public static async Task StoreAsync(
        IDbSession session, IJobParameterStore parameters, long job, SignOfLife sign, DateTime now, CancellationToken cancellationToken)
    {
        await ParameterStore.AddHeartbeatAsync(session, job, sign.Figures, now, cancellationToken);
        if (sign.Parameters.Count > 0) await parameters.SetAsync(session, job, sign.Parameters, cancellationToken);
    }
}
