using System.Security.Authentication;
using Dirac.Security.GridTls.Interop;

namespace Dirac.Security.GridTls;

/// <summary>What a handshake agreed on.</summary>
/// <param name="Version">0x0303 for TLS 1.2, 0x0304 for TLS 1.3.</param>
/// <param name="CipherSuite">The number of the cipher suite at IANA.</param>
/// <param name="Protocol">The application protocol; empty for none.</param>
/// <param name="ServerName">The name that the client asked for (SNI); null for none.</param>
/// <param name="IsResumed">Whether an old session was taken up.</param>
internal sealed record TlsFacts(int Version, ushort CipherSuite, ReadOnlyMemory<byte> Protocol, string? ServerName, bool IsResumed)
{
    /// <summary>.NET's name of a version.</summary>
#pragma warning disable CA5397, CA5398 // Nothing is chosen here: it is told what was agreed.
    public static SslProtocols Protocols(int version) => version == LibSsl.Tls13 ? SslProtocols.Tls13 : SslProtocols.Tls12;
#pragma warning restore CA5397, CA5398
}
