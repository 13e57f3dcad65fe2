using System.Collections.Immutable;
using Dirac.Workload.Ports;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Matching;

/// <summary>The exact rule by which a task queue's jobs may run on an offer (domain rules 4.2), clause by clause.</summary>
/// <remarks>Explanations are made from the same clauses that decide, so the two cannot disagree.</remarks>
internal static class MatchPredicate
{
    /// <summary>What jobs must be to run at a site that is out of service.</summary>
    public const string TestType = "Test";

    private const int MostNamed = 5;
    private const int MostListed = 20;

    /// <summary>Every clause, cheapest and most selective first.</summary>
    public static readonly ImmutableArray<MatchClause> Clauses =
    [
        new(
            "VO",
            (offer, queue) => queue.VO == offer.VO,
            (offer, queue) => $"it serves {offer.VO}, the job belongs to {queue.VO}",
            (offer, queue) => new Remedy($"Ask its administrators to serve {queue.VO}", Resource: offer with { VO = queue.VO }))
        {
            Wanted = queue => queue.VO, Offered = offer => offer.VO,
        },
        new(
            "CPUTime",
            (offer, queue) => queue.CpuTime <= offer.CpuTime,
            (offer, queue) => $"the job may need {queue.CpuTime} s of CPU, the resource has {offer.CpuTime} s left",
            Remedies.ForCpuTime)
        {
            Wanted = queue => $"{queue.CpuTime}", Offered = offer => $"{offer.CpuTime}", IsSaidAlike = true,
        },
        new(
            "OwnerGroup",
            (offer, queue) => offer.OwnerGroups.IsEmpty || offer.OwnerGroups.Contains(queue.OwnerGroup),
            (offer, queue) => $"it takes jobs of group {string.Join(" or ", offer.OwnerGroups)} only",
            (offer, queue) => new Remedy($"Submit the job in group {offer.OwnerGroups[0]}", queue.WithGroup(offer.OwnerGroups[0])))
        {
            Wanted = queue => queue.OwnerGroup, Offered = offer => string.Join(", ", offer.OwnerGroups),
        },
        new(
            "Owner",
            (offer, queue) => offer.Owner is null || queue.Owner == offer.Owner,
            (offer, queue) => $"it takes jobs of {offer.Owner} only",
            (offer, queue) => new Remedy("Have it run by a pilot that takes jobs of everybody", Resource: offer with { Owner = null }))
        {
            Wanted = queue => queue.Owner, Offered = offer => offer.Owner ?? "",
        },
        OneOf("Site", "Sites", offer => offer.Site.Length == 0 ? null : offer.Site),
        new(
            "BannedSite",
            (offer, queue) => !queue.Values("BannedSites").Contains(offer.Site),
            (offer, queue) => "the job does not want to run there (BannedSites)",
            (offer, queue) => new Remedy($"Take {offer.Site} out of BannedSites", queue.With("BannedSites", queue.Values("BannedSites").Remove(offer.Site))))
        {
            Wanted = queue => string.Join(", ", queue.Values("BannedSites").Select(site => $"not {site}")), Offered = offer => offer.Site, IsSaidAlike = true,
        },
        OneOf("GridCE", "GridCEs", offer => offer.GridCE),
        OneOf("Platform", "Platforms", offer => offer.Platform),
        new(
            "JobType",
            (offer, queue) => offer.JobTypes.IsEmpty || queue.Values("JobTypes") is var types && (types.IsEmpty || types.Overlaps(offer.JobTypes)),
            (offer, queue) => $"it takes jobs of type {string.Join(" or ", offer.JobTypes)} only",
            (offer, queue) => new Remedy("Have it run by a pilot that takes jobs of every type", Resource: offer with { JobTypes = [] }))
        {
            Wanted = queue => Named(queue.Values("JobTypes"), MostListed, ", "), Offered = offer => offer.JobTypes.IsEmpty ? "any" : string.Join(", ", offer.JobTypes),
        },
        new(
            "Tag",
            (offer, queue) => offer.IsOpen || offer.Tags.IsSupersetOf(queue.Values("Tags")),
            (offer, queue) => $"the job needs {string.Join(", ", Remedies.Missing(offer, queue))}, which the resource does not offer",
            Remedies.ForTags)
        {
            Wanted = queue => string.Join(", ", queue.Values("Tags")), Offered = offer => string.Join(", ", Remedies.Readable(offer.Tags)),
        },
        new(
            "RequiredTag",
            (offer, queue) => offer.RequiredTags.IsSubsetOf(queue.Values("Tags")),
            (offer, queue) => $"the resource takes only jobs that ask for {string.Join(", ", offer.RequiredTags.Except(queue.Values("Tags")).Order())}",
            (offer, queue) => new Remedy(
                $"Ask for the tag {string.Join(", ", offer.RequiredTags.Except(queue.Values("Tags")).Order())}", queue.With("Tags", queue.Values("Tags").Union(offer.RequiredTags))))
        {
            Wanted = queue => string.Join(", ", queue.Values("Tags")), Offered = offer => string.Join(", ", offer.RequiredTags.Order()),
        },
        InService("SiteStatus", "site", offer => offer.SiteStatus, offer => offer with { SiteStatus = null }),
        InService("CEStatus", "computing element", offer => offer.CEStatus, offer => offer with { CEStatus = null }),
        Excluding<LimitReached>("RunningLimit", "Wait until one of them ends"),
        Excluding<Delayed>("MatchingDelay", "Wait: it passes by itself"),
    ];

    /// <summary>Whether jobs of the queue may run on the offer.</summary>
    public static bool Matches(Offer offer, TaskQueueKey queue)
    {
        foreach (var clause in Clauses)
        {
            if (!clause.Holds(offer, queue)) return false;
        }

        return true;
    }

    /// <summary>The clauses that fail, as bits in the order of <see cref="Clauses"/>; 0 when the queue matches.</summary>
    public static int FailingBits(Offer offer, TaskQueueKey queue)
    {
        var bits = 0;
        for (var index = 0; index < Clauses.Length; index++)
        {
            if (!Clauses[index].Holds(offer, queue)) bits |= 1 << index;
        }

        return bits;
    }

    /// <summary>The bits of clauses that can change without anybody doing anything.</summary>
    public static int PassingBits { get; } = Clauses.Select((clause, index) => clause.IsPassing ? 1 << index : 0).Sum();

    /// <summary>The clauses of some bits.</summary>
    public static IReadOnlyList<MatchClause> OfBits(int bits) => [.. Clauses.Where((_, index) => (bits & (1 << index)) != 0)];

    /// <summary>The clauses that fail; empty when the queue matches.</summary>
    public static IReadOnlyList<MatchClause> Failing(Offer offer, TaskQueueKey queue) => OfBits(FailingBits(offer, queue));

    /// <summary>The clauses that fail, in words; empty when the queue matches.</summary>
    public static IReadOnlyList<string> Explain(Offer offer, TaskQueueKey queue) => [.. Failing(offer, queue).Select(clause => clause.Why(offer, queue))];

    // A job may name a hundred sites.
    private static string Named(ImmutableSortedSet<string> names, int most = MostNamed, string or = " or ") =>
        names.Count <= most ? string.Join(or, names) : $"{string.Join(or, names.Take(most))}{or}{names.Count - most} more";

    private static MatchClause OneOf(string name, string field, Func<Offer, string?> offered) => new(
        name,
        (offer, queue) => offered(offer) is not { } value || queue.Values(field) is var wanted && (wanted.IsEmpty || wanted.Contains(value)),
        (offer, queue) => $"the job wants {name} {Named(queue.Values(field))}",
        (offer, queue) => new Remedy($"Add {offered(offer)} to {name}, or leave {name} out", queue.With(field, queue.Values(field).Add(offered(offer)!))))
    {
        Wanted = queue => Named(queue.Values(field), MostListed, ", "), Offered = offer => offered(offer) ?? "any", IsSaidAlike = true,
    };

    private static MatchClause InService(string name, string what, Func<Offer, ResourceStatus?> status, Func<Offer, Offer> inService) => new(
        name,
        (offer, queue) => status(offer) is null || queue.Values("JobTypes") is var types && (types.IsEmpty || types.Contains(TestType)),
        (offer, queue) => $"the {what} is {status(offer)} and takes only jobs of type {TestType}",
        (offer, queue) => new Remedy($"Wait until the {what} is in service again, or let the job run elsewhere", Resource: inService(offer)))
    {
        Wanted = queue => string.Join(", ", queue.Values("JobTypes")), Offered = offer => status(offer)?.Status ?? "Active", IsPassing = true,
    };

    private static MatchClause Excluding<T>(string name, string remedy)
        where T : Exclusion => new(
        name,
        (offer, queue) => offer.Excluded.IsEmpty || !offer.Excluded.Any(exclusion => exclusion is T && exclusion.Hits(queue)),
        (offer, queue) => string.Join("; ", offer.Excluded.Where(exclusion => exclusion is T && exclusion.Hits(queue)).Select(exclusion => exclusion.Why)),
        (offer, queue) => new Remedy(remedy, Resource: offer with { Excluded = [.. offer.Excluded.Where(exclusion => exclusion is not T)] }))
    {
        Wanted = queue => $"{string.Join(", ", queue.Values("JobTypes"))} of {queue.Owner}, {queue.OwnerGroup}",
        Offered = offer => string.Join(", ", offer.Excluded.OfType<T>().Select(exclusion => $"no {exclusion.Attribute} {exclusion.Value}")),
        IsPassing = true,
    };
}
