using System.Collections.Concurrent;
using Dirac.Persistence;
using Dirac.Workload.Resources;

namespace Dirac.Workload.Matching.Limits;

/// <summary>Adds to offers what holds for a while: limits that are reached, delays, and a site or computing element that is out of service. Thread-safe.</summary>
/// <remarks>
/// Numbers are read at most once a second for each site that has limits; matches made here are added at once. What this lets through is looked at
/// again by <see cref="LimitGuard"/>.
/// </remarks>
internal sealed class OfferConditions(WorkloadDatabases databases, WorkloadConfiguration configuration, ServiceStates states, TimeProvider clock)
{
    /// <summary>How soon a limit that was reached is looked at again.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string VO, string Site), SiteUse> _uses = new();
    private readonly ConcurrentDictionary<(string VO, string Site), SemaphoreSlim> _readers = new();

    /// <summary>Whether anything could narrow an offer.</summary>
    public bool Concern(Offer offer) =>
        states.OfSite(offer.VO, offer.Site) is not null || states.OfComputingElement(offer.VO, offer.GridCE) is not null || !configuration.LimitsOf(offer.VO, offer.Site).IsEmpty;

    /// <summary>The offer with the conditions of this moment.</summary>
    public async Task<Offer> ApplyAsync(Offer offer, CancellationToken cancellationToken)
    {
        var (site, ce) = (states.OfSite(offer.VO, offer.Site), states.OfComputingElement(offer.VO, offer.GridCE));
        var now = site is null && ce is null ? offer : offer with { SiteStatus = site, CEStatus = ce };
        var limits = configuration.LimitsOf(offer.VO, offer.Site).At(offer.GridCE);
        if (limits.IsEmpty) return now;
        var use = await UseAsync(offer, cancellationToken);
        return now with { Excluded = [.. Reached(offer, limits, use), .. Lasting(offer, limits, use)] };
    }

    /// <summary>An attempt began here.</summary>
    public void Started(Offer offer, SiteLimits limits)
    {
        if (_uses.TryGetValue((offer.VO, offer.Site), out var use)) use.Started(limits, Moment);
    }

    /// <summary>What is known about the site is too old.</summary>
    public void Forget(Offer offer) => _uses.TryRemove((offer.VO, offer.Site), out _);

    private static IEnumerable<Exclusion> Reached(Offer offer, SiteLimits limits, SiteUse use) =>
        from limit in limits.Running
        let running = use.Running(limit)
        where running >= limit.Most
        select new LimitReached(limit.Attribute, limit.Value, limit.CE ?? offer.Site, running, limit.Most);

    private IEnumerable<Exclusion> Lasting(Offer offer, SiteLimits limits, SiteUse use)
    {
        var now = clock.GetTimestamp();
        foreach (var delay in limits.Delays)
        {
            if (use.Until(delay) is { } until && until > now)
            {
                yield return new Delayed(delay.Attribute, delay.Value, offer.Site, clock.GetUtcNow() + clock.GetElapsedTime(now, until));
            }
        }
    }

    private async Task<SiteUse> UseAsync(Offer offer, CancellationToken cancellationToken)
    {
        var key = (offer.VO, offer.Site);
        if (Recent(key) is { } known) return known;

        // One reads for all who wait: a thousand pilots may be woken at once.
        var reader = _readers.GetOrAdd(key, _ => new SemaphoreSlim(1));
        await reader.WaitAsync(cancellationToken);
        try
        {
            return Recent(key) ?? (_uses[key] = await databases.Jobs.ReadAsync((session, token) => ReadAsync(session, offer, token), cancellationToken));
        }
        finally
        {
            reader.Release();
        }
    }

    private SiteUse? Recent((string VO, string Site) key) => _uses.TryGetValue(key, out var known) && clock.GetElapsedTime(known.ReadAt) < Fresh ? known : null;

    private async Task<SiteUse> ReadAsync(IDbSession jobs, Offer offer, CancellationToken cancellationToken)
    {
        var readAt = clock.GetTimestamp();
        var limits = configuration.LimitsOf(offer.VO, offer.Site);
        var running = new Dictionary<RunningLimit, long>();
        foreach (var group in limits.Running.GroupBy(limit => (limit.CE, limit.Attribute)))
        {
            List<string> values = [.. group.Select(limit => limit.Value)];
            var counts = group.Key.CE is { } ce
                ? await LimitStore.RunningAtAsync(jobs, offer.VO, offer.Site, ce, group.Key.Attribute, values, cancellationToken)
                : await LimitStore.RunningAsync(jobs, offer.VO, offer.Site, group.Key.Attribute, values, cancellationToken);
            foreach (var limit in group) running[limit] = counts.GetValueOrDefault(limit.Value);
        }

        var delays = limits.Delays.Count == 0 ? [] : await LimitStore.DelaysAsync(jobs, offer.VO, offer.Site, cancellationToken);
        return new SiteUse(running, delays.Select(delay => (delay.Attribute, delay.Value, Moment(TimeSpan.FromMilliseconds(delay.LeftMs)))), readAt);
    }

    private long Moment(TimeSpan later) => clock.GetTimestamp() + (long)(later.TotalSeconds * clock.TimestampFrequency);
}
