using Dirac.Resources.Computing;
using Dirac.Workload.Ports;

namespace Dirac.Workload.SiteDirection;

/// <summary>Sees to it that pilots of a queue can reach the server.</summary>
internal sealed class PilotWays(ComputingElements elements, PilotPrograms programs, IPilotGateway gateway)
{
    /// <summary>Opens the way back, or finds it open.</summary>
    /// <returns>What a pilot is told about it; null when the server's address is enough.</returns>
    /// <exception cref="ComputingElementException">It cannot be opened.</exception>
    public async Task<string?> OpenAsync(DirectedQueue queue, CancellationToken cancellationToken) => queue.Reach switch
    {
        PilotReach.Gate => $"unix:{await elements.OpenWayBackAsync(queue.Element, gateway.Installation, gateway.Url.Port, cancellationToken)}",
        PilotReach.Relay => $"relay:{await OpenRelayAsync(queue, cancellationToken)}",
        PilotReach.Files => $"files:{await OpenFilesAsync(queue, cancellationToken)}",
        _ => null,
    };

    // The relay is the pilot's program, of the gate's architecture; that is taken to be the nodes'.
    private async Task<string> OpenRelayAsync(DirectedQueue queue, CancellationToken cancellationToken) => await elements.OpenRelayAsync(
        queue.Element, gateway.Installation, gateway.Url.Port, queue.GateAddress ?? queue.Element.Ssh!.Host, await programs.FindAsync(queue.Architecture, cancellationToken), cancellationToken);

    private async Task<string> OpenFilesAsync(DirectedQueue queue, CancellationToken cancellationToken) => await elements.OpenFilesAsync(
        queue.Element, gateway.Installation, gateway.Url, await programs.FindAsync(queue.Architecture, cancellationToken), cancellationToken);
}
