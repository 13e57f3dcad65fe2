using Dirac.Model.Text;
using Dirac.Persistence;

namespace Dirac.Workload.Matching.Limits;

/// <summary>Holds limits exactly: looks again inside the transaction that starts an attempt, one match at a time for each site with a limit.</summary>
internal sealed class LimitGuard(WorkloadConfiguration configuration, OfferConditions conditions)
{
    /// <summary>Throws when the job may not start there now; else begins its delays. Costs nothing where no limit is set.</summary>
    /// <exception cref="LimitReachedException">The transaction is to be rolled back and the claim given back.</exception>
    public async Task EnterAsync(IDbSession jobs, Offer offer, long job, CancellationToken cancellationToken)
    {
        var limits = configuration.LimitsOf(offer.VO, offer.Site).At(offer.GridCE);
        if (limits.IsEmpty || await LimitStore.AttributesAsync(jobs, job, cancellationToken) is not { } attributes) return;
        var mine = limits.For(attributes);
        if (mine.IsEmpty) return;
        if (mine.Running.Count > 0) await LimitStore.LockAsync(jobs, offer.VO, offer.Site, cancellationToken);
        foreach (var limit in mine.Running)
        {
            var running = (await CountAsync(jobs, offer, limit, cancellationToken)).GetValueOrDefault(limit.Value);
            if (running >= limit.Most) throw Refusal(offer, job, $"{Numbers.Of(limit.Most, "job")} with {limit.Attribute} {limit.Value} {(limit.Most == 1 ? "runs" : "run")} at {limit.CE ?? offer.Site}");
        }

        foreach (var delay in mine.Delays)
        {
            if (!await LimitStore.BeginDelayAsync(jobs, offer.VO, offer.Site, delay, cancellationToken))
            {
                throw Refusal(offer, job, $"the delay of {delay.Attribute} {delay.Value} at {offer.Site} lasts");
            }
        }

        jobs.AfterCommit(() => conditions.Started(offer, mine));
    }

    private LimitReachedException Refusal(Offer offer, long job, string why)
    {
        conditions.Forget(offer);
        return new LimitReachedException(job, why);
    }

    private static Task<IReadOnlyDictionary<string, long>> CountAsync(IDbSession jobs, Offer offer, RunningLimit limit, CancellationToken cancellationToken) => limit.CE is { } ce
        ? LimitStore.RunningAtAsync(jobs, offer.VO, offer.Site, ce, limit.Attribute, [limit.Value], cancellationToken)
        : LimitStore.RunningAsync(jobs, offer.VO, offer.Site, limit.Attribute, [limit.Value], cancellationToken);
}
