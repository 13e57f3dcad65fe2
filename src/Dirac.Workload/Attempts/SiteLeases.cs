using Dirac.Workload.Resources;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Attempts;

/// <summary>How long leases are: what the site's section says, else what the installation does. Thread-safe; reads nothing.</summary>
internal sealed class SiteLeases(KnownResources resources, IOptions<WorkloadOptions> options)
{
    /// <summary>Length of a lease at a site, seconds.</summary>
    public int SecondsAt(string site) => resources.Now.LeaseSeconds.TryGetValue(site, out var seconds) ? seconds : options.Value.LeaseSeconds;

    /// <summary>Length of the leases of a pilot's attempts, which are all at one site, seconds.</summary>
    public int SecondsOf(IReadOnlyList<AttemptRow> attempts) => attempts.Count > 0 ? SecondsAt(attempts[0].Site) : options.Value.LeaseSeconds;
}
