using System.Globalization;
using Dirac.Model.Api;

namespace Dirac.Workload.Jobs;

/// <summary>What a running job says of itself.</summary>
/// <param name="Figures">Samples of this moment, by name.</param>
/// <param name="Parameters">Job parameters, by name.</param>
internal sealed record SignOfLife(IReadOnlyDictionary<string, string> Figures, IReadOnlyDictionary<string, string> Parameters)
{
    public static SignOfLife From(JobHeartbeat beat) => new(
        FiguresOf(beat), beat.StandardOutput is { } output ? new Dictionary<string, string> { ["StandardOutput"] = output } : []);

    private static Dictionary<string, string> FiguresOf(JobHeartbeat beat) =>
        new (string Name, double? Value)[]
        {
            ("LoadAverage", beat.LoadAverage), ("MemoryUsed", beat.MemoryUsed), ("Vsize", beat.Vsize), ("AvailableDiskSpace", beat.AvailableDiskSpace),
            ("CPUConsumed", beat.CPUConsumed), ("WallClockTime", beat.WallClockTime),
        }
        .Where(figure => figure.Value is not null)
        .ToDictionary(figure => figure.Name, figure => figure.Value!.Value.ToString(CultureInfo.InvariantCulture));
}
