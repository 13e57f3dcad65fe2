using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dirac.Security.Certificates.Der;

namespace Dirac.Security.Certificates.Validation;

/// <summary>Whether a server's certificate is for a host: by its alternative names, or by its common name when it has no alternative names.</summary>
internal static class HostNameCheck
{
    /// <summary>Compares; false for names that no host can have.</summary>
    public static bool Matches(GridCertificate certificate, string host)
    {
        try
        {
            using var loaded = X509CertificateLoader.LoadCertificate(certificate.Der.Span);
            return loaded.MatchesHostname(host, allowWildcards: true, allowCommonName: certificate.Find(CertificateOids.SubjectAlternativeName) is null);
        }
        catch (Exception failure) when (failure is ArgumentException or CryptographicException)
        {
            return false;
        }
    }
}
