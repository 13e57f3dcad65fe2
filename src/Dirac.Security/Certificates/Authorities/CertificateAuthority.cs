using Dirac.Security.Certificates.Der;

namespace Dirac.Security.Certificates.Authorities;

/// <summary>One trusted authority with the revocation list that it signed. Immutable, thread-safe.</summary>
/// <param name="Certificate">Its certificate.</param>
/// <param name="Revocations">Its newest usable list; null when there is none.</param>
/// <param name="HasBrokenRevocations">Whether lists in its name are there of which none can be used: unlike none at all, that is never accepted.</param>
internal sealed record CertificateAuthority(GridCertificate Certificate, RevocationList? Revocations, bool HasBrokenRevocations)
{
    /// <summary>Whether it is a root: issued by itself, by name.</summary>
    public bool IsRoot => Certificate.Subject.Equals(Certificate.Issuer);
}
