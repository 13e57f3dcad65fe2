namespace Dirac.Tasks.Locking;

/// <summary>The arithmetic of rates: the generic cell rate algorithm. Pure; all times in microseconds on one clock.</summary>
/// <remarks>
/// Its state is one moment, the theoretical arrival time: until then the passes given out last at the long-run rate. A pass is given when that moment is
/// at most a burst away. In any time <c>t</c> at most <c>burst + t / interval</c> passes are given.
/// </remarks>
internal static class Rate
{
    /// <summary>From when on the next pass can be given.</summary>
    /// <param name="tat">The state.</param>
    /// <param name="intervalUs">The time of one pass.</param>
    /// <param name="burst">How many are given at once after a pause: 1 or more.</param>
    public static long OpensAt(long tat, long intervalUs, int burst) => tat - (intervalUs * (burst - 1));

    /// <summary>The state after a pass was given.</summary>
    public static long AfterPass(long tat, long now, long intervalUs) => Math.Max(tat, now) + intervalUs;
}
