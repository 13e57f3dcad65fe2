using Dirac.Model.Api;
using Dirac.Model.Text;
using Dirac.Security.Identities;
using Dirac.Workload.Matching;
using Dirac.Workload.Ports;
using Dirac.Workload.Resources;
using Dirac.Workload.SiteDirection;

namespace Dirac.Workload.Explaining;

/// <summary>Says why the jobs of a VO do or do not run at a site: its status, what is there, and what it says to each kind of job that waits.</summary>
internal sealed class ExplainSite(MatchIndex index, WaitingSites sites, KnownResources resources, RecentOffers recent, ServiceStates states, ShowDirection direction)
{
    private const int MostAnswers = 20;

    /// <summary>Explains a site.</summary>
    /// <exception cref="Model.Errors.DiracException">Nothing is known of it.</exception>
    public async Task<SiteReport> RunAsync(Caller caller, string site, CancellationToken cancellationToken)
    {
        var catalogue = resources.Of(caller.Vo);
        if (!catalogue.BySite.Contains(site)) throw WaitingSites.Unknown(site, catalogue);
        var answers = await AskAsync(caller.Vo, site, cancellationToken);
        var status = states.OfSite(caller.Vo, site);
        var offers = catalogue.BySite[site].ToList();
        var troubles = (await direction.RunAsync(caller, cancellationToken)).Where(queue => queue.Site == site && queue is { Message: not null, Trouble: not ShowDirection.OutOfService });
        return new SiteReport
        {
            Site = site,
            Summary = string.Join(' ', troubles.Select(Trouble).Prepend(Summary(status, answers, offers.Any(offer => offer.Seen is { } seen && recent.IsLate(seen))))),
            OutOfService = status?.ToString(),
            Offers = [.. offers.GroupBy(offer => (offer.Offer.GridCE, offer.Queue)).Select(same => Describe(caller.Vo, same.MaxBy(offer => offer.Seen?.SeenMs ?? 0)!))],
            Waiting = answers,
        };
    }

    private async Task<IReadOnlyList<SiteAnswerToJobs>> AskAsync(string vo, string site, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<(Nearness Nearness, string Sentence), (long Jobs, int Queues)>();
        foreach (var queue in index.All().Where(queue => queue.Jobs > 0 && queue.Key.VO == vo))
        {
            if (await sites.BestAsync(queue.Key, site, cancellationToken) is not { } answer) continue;
            var (jobs, queues) = answers.GetValueOrDefault(answer);
            answers[answer] = (jobs + queue.Jobs, queues + 1);
        }

        return
        [
            .. answers.OrderBy(answer => answer.Key.Nearness).ThenByDescending(answer => answer.Value.Jobs).Take(MostAnswers)
                .Select(answer => new SiteAnswerToJobs($"{answer.Key.Nearness}", answer.Key.Sentence, answer.Value.Jobs, answer.Value.Queues)),
        ];
    }

    private SiteOffer Describe(string vo, KnownOffer offer) => new(
        offer.Offer.GridCE,
        offer.Queue,
        offer.Seen is { } seen ? DateTimeOffset.FromUnixTimeMilliseconds(seen.SeenMs) : null,
        states.OfComputingElement(vo, offer.Offer.GridCE)?.ToString());

    private static string Trouble(DirectedQueueInfo queue) => $"Queue {queue.Queue} of {queue.CE} gets no pilots: {queue.Message!.TrimEnd('.')}. {queue.Advice}".TrimEnd();

    private static string Summary(ResourceStatus? status, IReadOnlyList<SiteAnswerToJobs> answers, bool pilotsCome)
    {
        var service = status is null ? "The site is in service" : $"The site is {status}: it takes only jobs of type {MatchPredicate.TestType}";
        var pilots = pilotsCome ? "pilots have asked for jobs lately" : "no pilot has asked for a job lately";
        long Of(params string[] verdicts) => answers.Where(answer => verdicts.Contains(answer.Verdict)).Sum(answer => answer.Jobs);
        var (waiting, fit, later) = (
            answers.Sum(answer => answer.Jobs), Of(nameof(Nearness.Fits), nameof(Nearness.NoPilots), nameof(Nearness.Undescribed)), Of(nameof(Nearness.NotNow)));
        var jobs = waiting == 0 ? "No job of your VO waits." : $"Of {Numbers.Of(waiting, "job")} that {(waiting == 1 ? "waits" : "wait")}, {Numbers.Of(fit)} could run there now and {Numbers.Of(later)} later.";
        return $"{service}, and {pilots}. {jobs}";
    }
}
