using Dirac.Resources.Computing;

namespace Dirac.Workload.Tests.SiteDirection;

/// <summary>A computing element whose server is killed while it hands in pilots.</summary>
/// <param name="element">The element itself.</param>
/// <param name="moment">When it is killed.</param>
public sealed class DyingElement(IComputingElement element, DyingElement.Moment moment) : IComputingElement
{
    /// <summary>When the server is killed.</summary>
    public enum Moment
    {
        /// <summary>The rows are written, the element has heard nothing.</summary>
        Before,

        /// <summary>The element has taken the pilots, nobody has noted it.</summary>
        After,
    }

    public string Name => element.Name;

    public Task<CECapacity> GetCapacityAsync(CancellationToken cancellationToken) => element.GetCapacityAsync(cancellationToken);

    public async Task<IReadOnlyList<PilotHandle>> SubmitAsync(PilotOrder order, CancellationToken cancellationToken)
    {
        if (moment == Moment.After) await element.SubmitAsync(order, cancellationToken);
        throw new KilledException();
    }

    public Task<IReadOnlyList<PilotHandle>> FindAsync(IReadOnlyCollection<string> stamps, CancellationToken cancellationToken) => throw new KilledException();

    public Task<IReadOnlyDictionary<string, PilotSighting>> GetStatusAsync(IReadOnlyCollection<PilotHandle> pilots, CancellationToken cancellationToken) => throw new KilledException();

    public Task CancelAsync(IReadOnlyCollection<PilotHandle> pilots, bool firmly, CancellationToken cancellationToken) => throw new KilledException();

    public Task<IReadOnlyDictionary<string, PilotPrint>> GetOutputAsync(IReadOnlyCollection<PilotHandle> pilots, int mostBytes, CancellationToken cancellationToken) => throw new KilledException();

    public Task CleanAsync(IReadOnlyCollection<PilotHandle> pilots, CancellationToken cancellationToken) => throw new KilledException();

    /// <summary>Nothing catches it.</summary>
    public sealed class KilledException : Exception;
}
