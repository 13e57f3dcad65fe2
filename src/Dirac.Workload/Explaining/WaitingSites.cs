using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Workload.Matching;
using Dirac.Workload.Matching.Limits;
using Dirac.Workload.Resources;
using Dirac.Workload.SiteDirection;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Explaining;

/// <summary>Asks every site known what it says to a kind of job, with the predicate that decides.</summary>
internal sealed class WaitingSites(KnownResources resources, RecentOffers recent, OfferConditions conditions, QueueTroubles queues)
{
    private const int MostNamesSuggested = 3;

    /// <summary>The answers of all sites; those that say the same stand together, the nearest first.</summary>
    public async Task<IReadOnlyList<SiteWhy>> AllAsync(TaskQueueKey queue, CancellationToken cancellationToken)
    {
        var troubles = await queues.OfSitesAsync(queue.VO, cancellationToken);
        var best = new List<SiteAnswer>();
        foreach (var site in resources.Of(queue.VO).BySite) best.Add(SiteAnswer.Best(await AskAsync(site, queue, cancellationToken)) with { Trouble = troubles.GetValueOrDefault(site.Key) });
        return
        [
            .. best.GroupBy(answer => answer.Sameness(queue))
                .Select(same => (Shown: same.MaxBy(answer => answer.Known.Offer.CpuTime), All: same.ToList()))
                .OrderBy(group => group.Shown.Nearness).ThenBy(group => group.Shown.Failures).ThenByDescending(group => group.All.Count)
                .Select(group => Describe(group.Shown, group.All, queue)),
        ];
    }

    /// <summary>The answers of all offers of one site, the nearest first.</summary>
    /// <exception cref="DiracException">Nothing is known of such a site.</exception>
    public async Task<IReadOnlyList<SiteWhy>> OneAsync(TaskQueueKey queue, string site, CancellationToken cancellationToken)
    {
        var catalogue = resources.Of(queue.VO);
        if (!catalogue.BySite.Contains(site)) throw Unknown(site, catalogue);
        var trouble = (await queues.OfSitesAsync(queue.VO, cancellationToken)).GetValueOrDefault(site);
        var answers = await AskAsync(catalogue.BySite[site], queue, cancellationToken);
        return [.. answers.Select(answer => answer with { Trouble = trouble })
            .OrderBy(answer => answer.Nearness).ThenBy(answer => answer.Failures).ThenBy(answer => answer.IsLate ? 0 : 1)
            .Select(answer => Describe(answer, [answer], queue) with
            {
                GridCE = answer.Known.Offer.GridCE,
                Queue = answer.Known.Queue,
                Origin = answer.Known.Seen is { } seen ? $"pilot, {DateTimeOffset.FromUnixTimeMilliseconds(seen.SeenMs):yyyy-MM-dd HH:mm:ss} UTC" : "configuration",
            })];
    }

    /// <summary>What a site says at best to a kind of job, and that in a sentence; null when nothing is known of it. What keeps pilots from it is not looked at.</summary>
    public async Task<(Nearness Nearness, string Sentence)?> BestAsync(TaskQueueKey queue, string site, CancellationToken cancellationToken)
    {
        var offers = resources.Of(queue.VO).BySite[site];
        if (!offers.Any()) return null;
        var best = SiteAnswer.Best(await AskAsync(offers, queue, cancellationToken));
        return (best.Nearness, Sentence(best, queue));
    }

    // Conditions cost a look at the database where a site has limits: only for offers that would fit otherwise.
    private async Task<IReadOnlyList<SiteAnswer>> AskAsync(IEnumerable<KnownOffer> site, TaskQueueKey queue, CancellationToken cancellationToken)
    {
        var answers = site.Select(known => SiteAnswer.Of(known, queue, known.Seen is { } seen && recent.IsLate(seen))).ToList();
        for (var index = 0; index < answers.Count; index++)
        {
            var (known, isLate) = (answers[index].Known, answers[index].IsLate);
            if (!answers[index].CouldRun || !conditions.Concern(known.Offer)) continue;
            answers[index] = SiteAnswer.Of(known with { Offer = await conditions.ApplyAsync(known.Offer, cancellationToken) }, queue, isLate);
        }

        return answers;
    }

    private static SiteWhy Describe(SiteAnswer shown, List<SiteAnswer> all, TaskQueueKey queue) => new()
    {
        Sites = [.. all.Select(answer => answer.Known.Site)],
        Verdict = $"{shown.Nearness}",
        Sentence = Sentence(shown, queue),
        Trouble = shown.PilotTrouble,
        PilotsAt = [.. all.Where(answer => answer.IsLate).Select(answer => answer.Known.Site)],
        Clauses = all.Count == 1 ? shown.Clauses(queue) : [.. shown.Clauses(queue).Select(clause => clause with { Remedy = Plural(clause.Remedy, shown.Known.Offer) })],
    };

    // Said of many sites, a remedy is not about the one that was looked at.
    private static string Plural(string remedy, Offer offer)
    {
        var general = remedy.Replace(offer.Site, "one of these sites", StringComparison.Ordinal);
        return offer.GridCE is { } ce ? general.Replace($"Add {ce} ", "Add one of their CEs ", StringComparison.Ordinal) : general;
    }

    private static string Sentence(SiteAnswer answer, TaskQueueKey queue) => answer.PilotTrouble is { } trouble ? $"{Verdict(answer, queue)} Pilots cannot be sent there: {trouble}" : Verdict(answer, queue);

    private static string Verdict(SiteAnswer answer, TaskQueueKey queue) => answer.Nearness switch
    {
        Nearness.Fits => "It fits, and pilots have asked for jobs lately.",
        Nearness.NoPilots => "It fits, but no such pilot has asked for a job lately.",
        Nearness.Undescribed => "It may fit: what is there is not described, and no pilot has asked for a job lately.",
        Nearness.NotNow => $"It fits, but not now: {string.Join("; ", answer.Failing.Select(clause => clause.Why(answer.Known.Offer, queue)))}.",
        _ => $"It does not fit: {string.Join("; ", answer.Failing.Select(clause => clause.Why(answer.Known.Offer, queue)))}.",
    };

    public static DiracException Unknown(string site, ResourceCatalogue catalogue)
    {
        var near = NearestNames.Find(site, catalogue.BySite.Select(known => known.Key), MostNamesSuggested);
        return new DiracException(
            ErrorCode.NotFound,
            $"Nothing is known of a site {site} that serves this VO.",
            near.Count > 0 ? $"Did you mean {string.Join(" or ", near)}?" : "Leave the site out to see all.");
    }
}
