namespace Dirac.Hosting.MessageQueues.Sending;

/// <summary>How long a message waits until a broker that is away is asked again. Pure.</summary>
internal static class OwedWait
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Half as long again as it has waited: a short outage is over soon, and a long one must not keep the database busy.</summary>
    /// <param name="age">How old it is.</param>
    public static TimeSpan After(TimeSpan age) => TimeSpan.FromTicks(Math.Clamp(age.Ticks / 2, Shortest.Ticks, Longest.Ticks));
}
