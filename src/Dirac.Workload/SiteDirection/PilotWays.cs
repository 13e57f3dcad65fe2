using Dirac.Resources.Computing;
using Dirac.Workload.Ports;

namespace Dirac.Workload.SiteDirection;

/// <summary>Sees to it that pilots of a queue can reach the server.</summary>
internal sealed class PilotWays(ComputingElements elements, IPilotGateway gateway)
{
    /// <summary>Opens the way back, or finds it open.</summary>
    /// <returns>What a pilot is told about it; null when the server's address is enough.</returns>
    /// <exception cref="ComputingElementException">It cannot be opened.</exception>
    public async Task<string?> OpenAsync(DirectedQueue queue, CancellationToken cancellationToken) =>
        queue.Reach == PilotReach.Direct ? null : $"unix:{await elements.OpenWayBackAsync(queue.Element, gateway.Installation, gateway.Url.Port, cancellationToken)}";
}
