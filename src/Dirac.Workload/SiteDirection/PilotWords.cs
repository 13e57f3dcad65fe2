using System.Globalization;
using Dirac.Workload.Pilots.Releases;

namespace Dirac.Workload.SiteDirection;

/// <summary>What a pilot of a queue is told on its command line. Pure.</summary>
internal static class PilotWords
{
    // As much as dirac-pilot offers when it is told nothing.
    private const long LongestCpuTime = 2_000_000;

    public static IReadOnlyList<string> Of(DirectedQueue queue, Uri server, string? way, PilotRelease release)
    {
        var resource = queue.Resource;
        List<string> words =
        [
            "--url", server.ToString(), "--site", queue.Name.Site, "--ce", queue.Name.CE, "--queue", queue.Name.Queue,
            "--processors", Number(Math.Max(1, resource.NumberOfProcessors)), "--idle-timeout", Number(queue.IdleSeconds),
        ];
        if (way is not null) words.AddRange(["--through", way]);
        if (resource.MaxRAM > 0) words.AddRange(["--ram", Number(resource.MaxRAM)]);
        if (resource.CPUTime is > 0 and < LongestCpuTime) words.AddRange(["--cpu-time", Number(resource.CPUTime)]);
        foreach (var tag in resource.Tag.Concat(release.Tags).Distinct()) words.AddRange(["--tag", tag]);
        foreach (var tag in resource.RequiredTag) words.AddRange(["--required-tag", tag]);
        words.AddRange(release.Arguments);
        return words;
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
