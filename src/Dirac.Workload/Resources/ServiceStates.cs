using Dirac.Workload.Ports;

namespace Dirac.Workload.Resources;

/// <summary>Whether sites and computing elements are in service. No I/O; thread-safe.</summary>
/// <remarks>
/// What is said of a site beats the <c>Status</c> that the configuration gives it. Both the site and the computing element must be usable: DIRAC sends
/// pilots when either is, so that a banned element of a good site goes on (ADR 0033).
/// </remarks>
internal sealed class ServiceStates(KnownResources resources, IResourceStatuses statuses)
{
    /// <summary>What a site is when it is out of service for a VO's jobs; null while it is usable.</summary>
    public ResourceStatus? OfSite(string vo, string site) =>
        statuses.OfSite(vo, site) is { } said ? Unusable(said) : resources.MarkedAs(site) is { } marked ? new ResourceStatus(marked, "") : null;

    /// <summary>What a computing element is when it is out of service for a VO's jobs; null while it is usable or not named.</summary>
    public ResourceStatus? OfComputingElement(string vo, string? ce) => ce is null ? null : Unusable(statuses.OfComputingElement(vo, ce));

    /// <summary>Why no pilots may be sent for a VO now, in words; null when they may.</summary>
    /// <param name="vo">Whose pilots.</param>
    /// <param name="site">Where to.</param>
    /// <param name="ce">The computing element there.</param>
    public string? WhyNoPilots(string vo, string site, string ce)
    {
        string?[] reasons =
        [
            OfSite(vo, site) is { } there ? $"{site} is {there}" : null,
            OfComputingElement(vo, ce) is { } element ? $"{ce} is {element}" : null,
        ];
        var said = string.Join("; ", reasons.OfType<string>());
        return said.Length > 0 ? said : null;
    }

    private static ResourceStatus? Unusable(ResourceStatus? status) => status is { IsUsable: false } ? status : null;
}
