using Dirac.Security.Certificates.Validation;

namespace Dirac.Security.GridTls;

/// <summary>A TLS connection could not be set up, or cannot go on. Trying again helps only when the peer or its certificates change.</summary>
/// <param name="reason">A sentence for people, without secrets.</param>
/// <param name="fault">What is wrong with the peer's certificates; null when it is something else.</param>
/// <param name="inner">The cause, if another exception led here.</param>
public sealed class GridTlsException(string reason, ChainFault? fault = null, Exception? inner = null) : IOException(reason, inner)
{
    /// <summary>What is wrong with the peer's certificates; null when it is something else.</summary>
    public ChainFault? Fault => fault;

    /// <summary>Whether the peer just closed the connection before the handshake was done, as those do that only look whether somebody listens.</summary>
    public bool PeerLeft { get; init; }

    /// <summary>Whether the peer said that it does not take our certificate. In TLS 1.3 this comes with the first read; nothing that was sent has been looked at.</summary>
    public bool RefusedByPeer { get; init; }
}
