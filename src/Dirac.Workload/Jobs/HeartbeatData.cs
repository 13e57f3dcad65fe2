using System.Globalization;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Jobs.Parameters;
using Dirac.Workload.Ports;

namespace Dirac.Workload.Jobs;

/// <summary>Stores what a heartbeat carries: figures as samples, the last lines of output as a parameter.</summary>
internal static class HeartbeatData
{
    public static async Task StoreAsync(
        IDbSession session, IJobParameterStore parameters, long job, JobHeartbeat beat, DateTime now, CancellationToken cancellationToken)
    {
        await ParameterStore.AddHeartbeatAsync(session, job, Figures(beat), now, cancellationToken);
        if (beat.StandardOutput is { } output)
        {
            await parameters.SetAsync(session, job, new Dictionary<string, string> { ["StandardOutput"] = output }, cancellationToken);
        }
    }

    private static Dictionary<string, string> Figures(JobHeartbeat beat) =>
        new (string Name, double? Value)[]
        {
            ("LoadAverage", beat.LoadAverage), ("MemoryUsed", beat.MemoryUsed), ("Vsize", beat.Vsize), ("AvailableDiskSpace", beat.AvailableDiskSpace),
            ("CPUConsumed", beat.CPUConsumed), ("WallClockTime", beat.WallClockTime),
        }
        .Where(figure => figure.Value is not null)
        .ToDictionary(figure => figure.Name, figure => figure.Value!.Value.ToString(CultureInfo.InvariantCulture));
}
