using Dirac.Monitoring.Statuses;
using Dirac.Workload.Ports;

namespace Dirac.Server;

/// <summary>Tells the workload system what is said of sites and computing elements.</summary>
internal sealed class ResourceStatuses(StatusBoard board) : IResourceStatuses
{
    public ResourceStatus? OfSite(string vo, string site) => ToPort(board.OfSite(vo, site));

    public ResourceStatus? OfComputingElement(string vo, string ce) => ToPort(board.OfComputingElement(vo, ce));

    private static ResourceStatus? ToPort(ElementState? state) => state is null ? null : new ResourceStatus(state.Status, state.Reason);
}
