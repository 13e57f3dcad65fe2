using Dirac.Security.Certificates.Validation;

namespace Dirac.Hosting.Serving;

/// <summary>Of a connection with grid TLS: who stands at the other end.</summary>
public interface IGridPeerFeature
{
    /// <summary>Whom the accepted chain stands for; null when no certificate was sent.</summary>
    GridPeer? Peer { get; }
}
