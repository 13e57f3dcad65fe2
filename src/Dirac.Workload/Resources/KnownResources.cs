using System.Collections.Concurrent;
using Dirac.Hosting.Configuration;

namespace Dirac.Workload.Resources;

/// <summary>What there is to run jobs on: the configuration, and the offers of pilots. Thread-safe.</summary>
internal sealed class KnownResources(IConfigurationSnapshots snapshots, RecentOffers offers)
{
    private volatile Moment? _moment;

    /// <summary>What is known now; another object whenever that changes.</summary>
    public Moment Now
    {
        get
        {
            var (snapshot, version) = (snapshots.Current, offers.Version);
            var known = _moment;
            if (known is not null && ReferenceEquals(known.Snapshot, snapshot) && known.Version == version) return known;
            return _moment = new Moment(snapshot, version, offers.All());
        }
    }

    /// <summary>The catalogue of a VO.</summary>
    public ResourceCatalogue Of(string vo) => Now.Of(vo);

    /// <summary>What the configuration marks a site as when it is out of service; null when it does not.</summary>
    public string? MarkedAs(string site) => Now.OutOfService.GetValueOrDefault(site);

    /// <summary>One state of knowledge.</summary>
    internal sealed class Moment(ConfigurationSnapshot snapshot, long version, IReadOnlyList<SeenOffer> seen)
    {
        private readonly ConcurrentDictionary<string, ResourceCatalogue> _catalogues = new();

        public ConfigurationSnapshot Snapshot => snapshot;

        public long Version => version;

        public IReadOnlyDictionary<string, string> OutOfService { get; } = ConfiguredResources.OutOfService(snapshot.Root);

        /// <summary>Lengths of leases, seconds, of the sites that say so.</summary>
        public IReadOnlyDictionary<string, int> LeaseSeconds { get; } = ConfiguredResources.LeaseSeconds(snapshot.Root);

        public IReadOnlyList<string> Sites { get; } = [.. ConfiguredResources.SiteNames(snapshot.Root)];

        public ResourceCatalogue Of(string vo) => _catalogues.GetOrAdd(vo, Make);

        private ResourceCatalogue Make(string vo)
        {
            var offered = seen.Where(offer => offer.VO == vo).Select(offer => new KnownOffer(offer.Offer, offer.Resource.Queue, offer)).ToList();
            return new ResourceCatalogue([.. offered, .. ConfiguredResources.OffersTo(snapshot.Root, vo)], Sites.Count > 0 || offered.Count > 0);
        }
    }
}
