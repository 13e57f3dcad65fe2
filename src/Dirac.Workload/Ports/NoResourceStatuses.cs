namespace Dirac.Workload.Ports;

/// <summary>Stands where nobody keeps statuses: what the configuration says counts.</summary>
internal sealed class NoResourceStatuses : IResourceStatuses
{
    public ResourceStatus? OfSite(string vo, string site) => null;

    public ResourceStatus? OfComputingElement(string vo, string ce) => null;
}
