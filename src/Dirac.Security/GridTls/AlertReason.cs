using Dirac.Security.Certificates.Validation;

namespace Dirac.Security.GridTls;

/// <summary>Says a fault in OpenSSL's numbers (X509_V_ERR_…), of which it makes the alert that the peer sees. Pure.</summary>
internal static class AlertReason
{
    private const int BadCertificate = 28; // X509_V_ERR_CERT_REJECTED
    private const int UnknownAuthority = 20; // X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY
    private const int Expired = 10; // X509_V_ERR_CERT_HAS_EXPIRED
    private const int Revoked = 23; // X509_V_ERR_CERT_REVOKED
    private const int UnsupportedCertificate = 26; // X509_V_ERR_INVALID_PURPOSE

    /// <summary>The number for <paramref name="fault"/>.</summary>
    public static int Of(ChainFault fault) => fault switch
    {
        ChainFault.Expired => Expired,
        ChainFault.Revoked => Revoked,
        ChainFault.AuthorityUnknown => UnknownAuthority,
        ChainFault.RevocationListMissing or ChainFault.RevocationListExpired or ChainFault.RevocationListUnusable => UnknownAuthority,
        ChainFault.NotForClients or ChainFault.NotForServers or ChainFault.KeyNotAccepted or ChainFault.SignatureAlgorithmNotAccepted => UnsupportedCertificate,
        _ => BadCertificate,
    };
}
