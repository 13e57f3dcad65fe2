using Dirac.Resources.Computing;

namespace Dirac.Workload.SiteDirection;

/// <summary>For how long a queue that failed gets no pilots. Pure.</summary>
internal static class Pauses
{
    private const int MostDoublings = 12;

    /// <summary>The pause after so many failures one after another.</summary>
    /// <param name="trouble">What was wrong.</param>
    /// <param name="failures">From 1.</param>
    public static TimeSpan After(CETrouble trouble, int failures)
    {
        var (first, longest) = trouble switch
        {
            CETrouble.TryAgain => (TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5)),
            // The connection itself tries nothing before there is a login; looking for one costs nobody anything.
            CETrouble.LoginNeeded => (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)),
            CETrouble.QueueBroken => (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(30)),
            _ => (TimeSpan.FromMinutes(10), TimeSpan.FromHours(2)),
        };
        var pause = first * Math.Pow(2, Math.Min(failures - 1, MostDoublings));
        return pause < longest ? pause : longest;
    }
}
