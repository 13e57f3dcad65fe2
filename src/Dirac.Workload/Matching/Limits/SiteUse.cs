namespace Dirac.Workload.Matching.Limits;

/// <summary>How much of a site's limits is used, as read a moment ago and counted on since. Thread-safe.</summary>
internal sealed class SiteUse(IReadOnlyDictionary<RunningLimit, long> running, IEnumerable<(string Attribute, string Value, long UntilTimestamp)> delays, long readAt)
{
    private readonly Dictionary<RunningLimit, long> _running = new(running);
    private readonly Dictionary<(string, string), long> _delays = delays.ToDictionary(delay => (delay.Attribute, delay.Value), delay => delay.UntilTimestamp);
    private readonly Lock _gate = new();

    public long ReadAt => readAt;

    public long Running(RunningLimit limit)
    {
        lock (_gate) return _running.GetValueOrDefault(limit);
    }

    /// <summary>Up to which moment of the clock's own scale a delay lasts; null when it does not.</summary>
    public long? Until(MatchingDelay delay)
    {
        lock (_gate) return _delays.TryGetValue((delay.Attribute, delay.Value), out var until) ? until : null;
    }

    /// <summary>A job began that these limits are about.</summary>
    public void Started(SiteLimits limits, Func<TimeSpan, long> momentAfter)
    {
        lock (_gate)
        {
            foreach (var limit in limits.Running) _running[limit] = _running.GetValueOrDefault(limit) + 1;
            foreach (var delay in limits.Delays) _delays[(delay.Attribute, delay.Value)] = momentAfter(delay.Delay);
        }
    }
}
