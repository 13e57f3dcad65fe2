using System.Collections.Immutable;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Matching;

/// <summary>The exact rule by which a task queue's jobs may run on an offer (domain rules 4.2), clause by clause.</summary>
/// <remarks>Explanations are made from the same clauses that decide, so the two cannot disagree.</remarks>
internal static class MatchPredicate
{
    /// <summary>Every clause, cheapest and most selective first.</summary>
    public static readonly ImmutableArray<MatchClause> Clauses =
    [
        new("VO", (offer, queue) => queue.VO == offer.VO, (offer, queue) => $"the pilot serves {offer.VO}, the job belongs to {queue.VO}"),
        new(
            "CPUTime",
            (offer, queue) => queue.CpuTime <= offer.CpuTime,
            (offer, queue) => $"the job may need {queue.CpuTime} s of CPU, the resource has {offer.CpuTime} s left"),
        new(
            "OwnerGroup",
            (offer, queue) => offer.OwnerGroup is null || queue.OwnerGroup == offer.OwnerGroup,
            (offer, queue) => $"the resource takes jobs of group {offer.OwnerGroup} only"),
        OneOf("Site", "Sites", offer => offer.Site),
        new(
            "BannedSite",
            (offer, queue) => !queue.Values("BannedSites").Contains(offer.Site),
            (offer, queue) => $"the job does not want {offer.Site}"),
        OneOf("GridCE", "GridCEs", offer => offer.GridCE),
        OneOf("Platform", "Platforms", offer => offer.Platform),
        OneOf("JobType", "JobTypes", offer => offer.JobType),
        new(
            "Tag",
            (offer, queue) => offer.Tags.IsSupersetOf(queue.Values("Tags")),
            (offer, queue) => $"the job needs {string.Join(", ", queue.Values("Tags").Except(offer.Tags))}, which the resource does not offer"),
        new(
            "RequiredTag",
            (offer, queue) => offer.RequiredTags.IsSubsetOf(queue.Values("Tags")),
            (offer, queue) => $"the resource takes only jobs that ask for {string.Join(", ", offer.RequiredTags.Except(queue.Values("Tags")))}"),
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

    /// <summary>The clauses that fail, in words; empty when the queue matches.</summary>
    public static IReadOnlyList<string> Explain(Offer offer, TaskQueueKey queue) =>
        [.. Clauses.Where(clause => !clause.Holds(offer, queue)).Select(clause => clause.Why(offer, queue))];

    private static MatchClause OneOf(string name, string field, Func<Offer, string?> offered) => new(
        name,
        (offer, queue) => offered(offer) is not { } value || queue.Values(field) is var wanted && (wanted.IsEmpty || wanted.Contains(value)),
        (offer, queue) => $"the job wants {name} {string.Join(" or ", queue.Values(field))}, this is {offered(offer)}");
}
