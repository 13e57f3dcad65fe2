namespace Dirac.Pilot.Relays;

/// <summary>A way in which pilots reach a relay.</summary>
internal interface IRelayDoor : IDisposable
{
    /// <summary>Where pilots find it. Not secret.</summary>
    string Address { get; }

    /// <summary>Takes connections until it is cancelled, or another relay has the door.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
