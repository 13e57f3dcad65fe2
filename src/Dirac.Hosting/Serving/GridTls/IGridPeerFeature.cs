using Dirac.Security.Certificates.Validation;

namespace Dirac.Hosting.Serving.GridTls;

/// <summary>Feature of a connection (and of its requests): who the peer is by its certificates. Thread-safe.</summary>
public interface IGridPeerFeature
{
    /// <summary>The peer as it was accepted when the connection was made; null when it presented no certificate.</summary>
    GridPeer? Peer { get; }

    /// <summary>What the peer sent, as DER, its own certificate first; empty when it presented none.</summary>
    IReadOnlyList<ReadOnlyMemory<byte>> Certificates { get; }

    /// <summary>The verdict of this moment: a connection may outlive a proxy, and a certificate may have been revoked since. Ask at each request.</summary>
    /// <returns>Null when no certificate was presented. Costs next to nothing while nothing has expired and the authorities are the same.</returns>
    ChainVerdict? Judge();
}
