using Dirac.Security.Certificates.Authorities;
using Dirac.Security.Certificates.Der;

namespace Dirac.Security.Certificates.Validation;

/// <summary>Whether an authority's revocation list lets a certificate pass. Pure.</summary>
internal static class RevocationRules
{
    /// <summary>What speaks against <paramref name="certificate"/>, issued by <paramref name="authority"/> (null: one that is not in the trusted folder); null when nothing does.</summary>
    public static ChainFault? Judge(GridCertificate certificate, CertificateAuthority? authority, ChainValidationOptions options, DateTimeOffset now)
    {
        if (authority is { HasBrokenRevocations: true }) return ChainFault.RevocationListUnusable;
        if (authority?.Revocations is not { } list) return options.RequireRevocationList ? ChainFault.RevocationListMissing : null;
        // Also on a list that is out of date: what was revoked stays so.
        if (list.Revokes(certificate.Serial)) return ChainFault.Revoked;
        return list.NextUpdate < now && !options.AcceptExpiredRevocationList ? ChainFault.RevocationListExpired : null;
    }
}
