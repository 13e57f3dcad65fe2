using Dirac.Security.Certificates.Der;

namespace Dirac.Security.Certificates.Validation;

/// <summary>Whether a certificate's time has come and not gone. Pure; no skew is forgiven, as makers of proxies date them back.</summary>
internal static class Timeliness
{
    /// <summary>What is wrong with the time of <paramref name="certificate"/>; null when nothing is.</summary>
    public static ChainFault? Judge(GridCertificate certificate, DateTimeOffset now) =>
        now > certificate.NotAfter ? ChainFault.Expired : now < certificate.NotBefore ? ChainFault.NotYetValid : null;
}
