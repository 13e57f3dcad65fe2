using System.Collections.Concurrent;
using System.Collections.Immutable;
using Dirac.Workload.Matching;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Resources;

/// <summary>Everything one VO's jobs could run on, as known at one moment. Immutable for its users; thread-safe.</summary>
internal sealed class ResourceCatalogue(IReadOnlyList<KnownOffer> offers, bool somethingIsKnown)
{
    private const int MostRemembered = 20_000;
    private const int LongestReason = 250;
    private const int MostSitesNamed = 3;

    private readonly ConcurrentDictionary<TaskQueueKey, string> _verdicts = new();

    /// <summary>Nothing is known about any resource, so nothing can be called impossible.</summary>
    public static ResourceCatalogue Empty { get; } = new([], somethingIsKnown: false);

    public IReadOnlyList<KnownOffer> Offers => offers;

    /// <summary>The offers of each site, the sites by name.</summary>
    public ILookup<string, KnownOffer> BySite { get; } = offers.OrderBy(offer => offer.Site, StringComparer.Ordinal).ToLookup(offer => offer.Site);

    /// <summary>Why no resource known could ever run jobs of this kind, in words that follow "Impossible now: "; null when one could, or nothing is known.</summary>
    public string? WhyImpossible(TaskQueueKey queue)
    {
        if (!somethingIsKnown) return null;
        if (_verdicts.Count > MostRemembered) _verdicts.Clear();
        return _verdicts.GetOrAdd(queue, Judge) is { Length: > 0 } reason ? reason : null;
    }

    /// <summary>Whether an offer could take such jobs at some time: limits, delays and sites out of service pass.</summary>
    public static bool CouldRun(Offer offer, TaskQueueKey queue) => (MatchPredicate.FailingBits(offer, queue) & ~MatchPredicate.PassingBits) == 0;

    private string Judge(TaskQueueKey queue)
    {
        if (offers.Any(offer => CouldRun(offer.Offer, queue))) return "";
        var reason = Reason(queue);
        return reason.Length <= LongestReason ? reason : reason[..LongestReason];
    }

    private string Reason(TaskQueueKey queue)
    {
        if (offers.Count == 0) return $"no site serves {queue.VO}";
        var wanted = offers.Where(offer => Holds("Site", offer, queue) && Holds("BannedSite", offer, queue)).ToList();
        if (wanted.Count == 0) return queue.Values("Sites").IsEmpty ? "the job bans every site there is" : $"nothing is known of a site {Named(queue.Values("Sites"))} that it may use";
        var where = queue.Values("Sites").IsEmpty ? "no site" : $"none of {Named(queue.Values("Sites"))}";
        var missing = wanted.Select(offer => offer.Offer.IsOpen ? [] : Remedies.Missing(offer.Offer, queue)).Aggregate(IEnumerable<string> (all, next) => all.Intersect(next)).ToList();
        if (missing.Count > 0) return $"{where} offers {string.Join(", ", missing)}";
        if (wanted.All(offer => !Holds("CPUTime", offer, queue))) return $"{where} gives {queue.CpuTime} s of CPU, the most is {wanted.Max(offer => offer.Offer.CpuTime)}";
        if (wanted.All(offer => !Holds("GridCE", offer, queue))) return $"{where} has the GridCE {Named(queue.Values("GridCEs"))}";
        if (wanted.All(offer => !Holds("Platform", offer, queue))) return $"{where} has the Platform {Named(queue.Values("Platforms"))}";
        var clauses = wanted.SelectMany(offer => MatchPredicate.Failing(offer.Offer, queue)).Where(clause => !clause.IsPassing).Select(clause => clause.Name).Distinct();
        return $"{where} has everything at once that it asks for ({string.Join(", ", clauses)})";
    }

    private static bool Holds(string clause, KnownOffer offer, TaskQueueKey queue) => MatchPredicate.Clauses.Single(known => known.Name == clause).Holds(offer.Offer, queue);

    private static string Named(ImmutableSortedSet<string> names) =>
        names.Count <= MostSitesNamed ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostSitesNamed))} and {names.Count - MostSitesNamed} more";
}
