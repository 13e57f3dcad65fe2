using Dirac.Security.GridTls;

namespace Dirac.Client.Rpc;

/// <summary>Finds out whether a call failed because the service does not take the certificate; then it has done nothing. Pure.</summary>
internal static class CertificateRefusal
{
    /// <summary>The refusal that led to <paramref name="failure"/>; null when it is something else.</summary>
    public static GridTlsException? In(Exception? failure)
    {
        while (failure is not null and not GridTlsException { RefusedByPeer: true }) failure = failure.InnerException;
        return (GridTlsException?)failure;
    }
}
