using System.Collections.Concurrent;

namespace Dirac.Workload.Matching;

/// <summary>What pilots offered lately at this server: for explanations only, nothing decides on it. Thread-safe.</summary>
internal sealed class RecentOffers(TimeProvider clock)
{
    private const int MostKept = 1_000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, (Offer Offer, long Seen)> _offers = new();

    public void Note(string pilot, Offer offer)
    {
        if (_offers.Count < MostKept || _offers.ContainsKey(pilot)) _offers[pilot] = (offer, clock.GetTimestamp());
        else Forget();
    }

    public IReadOnlyList<Offer> All() => [.. _offers.Values.Where(known => clock.GetElapsedTime(known.Seen) < KeptFor).Select(known => known.Offer)];

    private void Forget()
    {
        foreach (var (pilot, known) in _offers)
        {
            if (clock.GetElapsedTime(known.Seen) >= KeptFor) _offers.TryRemove(pilot, out _);
        }
    }
}
