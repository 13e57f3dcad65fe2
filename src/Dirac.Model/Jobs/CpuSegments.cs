namespace Dirac.Model.Jobs;

/// <summary>The CPU time segments of task queues: jobs of similar length share a queue. Pure and thread-safe.</summary>
public static class CpuSegments
{
    private const long Day = 86_400;

    /// <summary>DIRAC's default segments in seconds, ascending: 6 minutes to 12.5 days.</summary>
    public static IReadOnlyList<long> Default { get; } =
        [360, 1_800, 3_600, 21_600, 43_200, Day, 2 * Day, 3 * Day, 4 * Day, 6 * Day, 8 * Day, 10 * Day, 1_080_000];

    /// <summary>The first default segment that holds <paramref name="cpuTime"/>; the last one when none does.</summary>
    /// <param name="cpuTime">CPU time asked for, in normalised (HS06) seconds.</param>
    public static long RoundUp(long cpuTime) => RoundUp(cpuTime, Default);

    /// <summary>The first of <paramref name="segments"/> that holds <paramref name="cpuTime"/>; the last one when none does.</summary>
    /// <param name="cpuTime">CPU time asked for, in normalised (HS06) seconds.</param>
    /// <param name="segments">Segments in seconds; the defaults are taken when they are empty or not ascending.</param>
    public static long RoundUp(long cpuTime, IReadOnlyList<long> segments)
    {
        var usable = IsAscending(segments) ? segments : Default;
        foreach (var segment in usable)
        {
            if (cpuTime <= segment) return segment;
        }

        return usable[^1];
    }

    private static bool IsAscending(IReadOnlyList<long> segments)
    {
        for (var i = 1; i < segments.Count; i++)
        {
            if (segments[i] <= segments[i - 1]) return false;
        }

        return segments.Count > 0;
    }
}
