using System.Collections.Concurrent;

namespace Dirac.Workload.Matching;

/// <summary>How many jobs are matched in a second lately, by VO and site, at this server: for estimates only. Thread-safe.</summary>
/// <remarks>An average that forgets: what happened a time constant ago counts about a third.</remarks>
internal sealed class MatchRates(TimeProvider clock)
{
    private static readonly TimeSpan TimeConstant = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string VO, string Site), Average> _averages = new();
    private readonly long _begun = clock.GetTimestamp();

    public void Note(string vo, string site) => _averages.GetOrAdd((vo, site), _ => new Average()).Add(clock);

    /// <summary>Matches a second of a VO at those sites for which <paramref name="counts"/> holds.</summary>
    public double PerSecond(string vo, Func<string, bool> counts)
    {
        // A server that began a moment ago has not seen a whole time constant yet.
        var age = clock.GetElapsedTime(_begun) / TimeConstant;
        var seen = Math.Max(1 - Math.Exp(-age), 1e-3);
        return _averages.Where(known => known.Key.VO == vo && counts(known.Key.Site)).Sum(known => known.Value.PerSecond(clock)) / seen;
    }

    private sealed class Average
    {
        private readonly Lock _gate = new();
        private double _rate;
        private long _at;

        public void Add(TimeProvider clock)
        {
            lock (_gate)
            {
                _rate = Now(clock) + (1 / TimeConstant.TotalSeconds);
                _at = clock.GetTimestamp();
            }
        }

        public double PerSecond(TimeProvider clock)
        {
            lock (_gate) return Now(clock);
        }

        private double Now(TimeProvider clock) => _at == 0 ? 0 : _rate * Math.Exp(-(clock.GetElapsedTime(_at) / TimeConstant));
    }
}
