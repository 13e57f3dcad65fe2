using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dirac.Security.Certificates.Authorities;
using Dirac.Security.Certificates.Der;

namespace Dirac.Security.Certificates.Validation;

/// <summary>Chains a user's or host's own certificate to a trusted root, by .NET's chain engine and our own revocation lists.</summary>
/// <remarks>No proxy ever reaches the engine, which throws at them. Nothing is downloaded, and no other trust than the snapshot's is used.</remarks>
internal static class EndEntityCheck
{
    // Authorities with several certificates of one name make the walk branch; honest chains have two or three.
    private const int MostCandidates = 16;

    /// <summary>Judges <paramref name="certificate"/>; <paramref name="others"/> may hold intermediate authorities that the peer sent.</summary>
    public static EndEntityVerdict Judge(
        GridCertificate certificate, IReadOnlyList<GridCertificate> others, CaSnapshot trust, ChainValidationOptions options, DateTimeOffset now) =>
        JudgeWithPath(certificate, others, trust, options, now).Verdict;

    /// <summary>The same, with the path from <paramref name="certificate"/> to the root; empty when there is none.</summary>
    public static (EndEntityVerdict Verdict, IReadOnlyList<GridCertificate> Path) JudgeWithPath(
        GridCertificate certificate, IReadOnlyList<GridCertificate> others, CaSnapshot trust, ChainValidationOptions options, DateTimeOffset now)
    {
        if (JudgeAlone(certificate, options.Purpose, now) is { } fault) return (EndEntityVerdict.Refuse(fault, certificate.Subject.OneLine), []);
        var (roots, intermediates) = FindAuthorities(certificate, others, trust, now);
        if (roots.Count == 0) return (EndEntityVerdict.Refuse(ChainFault.AuthorityUnknown, certificate.Subject.OneLine), []);
        return BuildPath(certificate, roots, intermediates, options.Purpose, now) is { } path
            ? (JudgePath(path, trust, options, now), path)
            : (EndEntityVerdict.Refuse(ChainFault.ChainInvalid, certificate.Subject.OneLine), []);
    }

    /// <summary>What is wrong with the certificate itself, whoever issued it; null when nothing is.</summary>
    public static ChainFault? JudgeAlone(GridCertificate certificate, ChainPurpose purpose, DateTimeOffset now)
    {
        if (certificate.IsAuthority) return ChainFault.EndEntityIsAuthority;
        // A server is known by its host names; its subject may be empty.
        if (certificate.Subject.IsAmbiguous || (certificate.Subject.IsEmpty && purpose == ChainPurpose.Clients)) return ChainFault.IdentityNotUsable;
        if (certificate.KeyUsage is { } usage && !usage.HasFlag(KeyUsages.DigitalSignature)) return ChainFault.NoDigitalSignature;
        if (purpose == ChainPurpose.Clients && !certificate.AllowsClients) return ChainFault.NotForClients;
        if (purpose == ChainPurpose.Servers && !certificate.AllowsServers) return ChainFault.NotForServers;
        if (!PublicKeyStrength.IsAccepted(certificate.PublicKey)) return ChainFault.KeyNotAccepted;
        if (!SignatureAlgorithm.IsAccepted(certificate.Signed.AlgorithmOid)) return ChainFault.SignatureAlgorithmNotAccepted;
        return Timeliness.Judge(certificate, now);
    }

    // Only what can be reached by names is handed to the engine: a folder has a hundred authorities and more, of which it would load each.
    private static (List<GridCertificate> Roots, List<GridCertificate> Intermediates) FindAuthorities(
        GridCertificate certificate, IReadOnlyList<GridCertificate> others, CaSnapshot trust, DateTimeOffset now)
    {
        var roots = new List<GridCertificate>();
        var intermediates = new List<GridCertificate>();
        var wanted = new Queue<GridCertificate>([certificate]);
        while (wanted.TryDequeue(out var child) && roots.Count + intermediates.Count < MostCandidates)
        {
            foreach (var authority in Signers(child, trust.Find(child.Issuer), now).Where(authority => !roots.Contains(authority.Certificate) && !intermediates.Contains(authority.Certificate)))
            {
                (authority.IsRoot ? roots : intermediates).Add(authority.Certificate);
                if (!authority.IsRoot) wanted.Enqueue(authority.Certificate);
            }

            foreach (var sent in others.Where(other => other.IsAuthority && other.Subject.Equals(child.Issuer) && !other.Subject.Equals(other.Issuer)
                && trust.Find(other) is null && !intermediates.Contains(other)))
            {
                intermediates.Add(sent);
                wanted.Enqueue(sent);
            }
        }

        return (roots, intermediates);
    }

    // Of several authorities with one name the engine takes any: it is given only those that did sign, and are in time.
    private static IReadOnlyList<CertificateAuthority> Signers(GridCertificate child, IReadOnlyList<CertificateAuthority> namesakes, DateTimeOffset now)
    {
        if (namesakes.Count < 2) return namesakes;
        var signers = namesakes.Where(authority => SignatureAlgorithm.IsSignedBy(child.Signed, authority.Certificate.PublicKey)).ToList();
        var timely = signers.FindAll(authority => Timeliness.Judge(authority.Certificate, now) is null);
        return timely.Count > 0 ? timely : signers.Count > 0 ? signers : namesakes;
    }

    private static List<GridCertificate>? BuildPath(
        GridCertificate certificate, List<GridCertificate> roots, List<GridCertificate> intermediates, ChainPurpose purpose, DateTimeOffset now)
    {
        var loaded = new List<X509Certificate2>();
        using var chain = new X509Chain();
        try
        {
            var policy = chain.ChainPolicy;
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.RevocationMode = X509RevocationMode.NoCheck;
            policy.DisableCertificateDownloads = true;
            policy.VerificationTime = now.UtcDateTime;
            policy.ApplicationPolicy.Add(new Oid(purpose == ChainPurpose.Servers ? CertificateOids.ServerAuthentication : CertificateOids.ClientAuthentication));
            policy.CustomTrustStore.AddRange(roots.Select(Load).ToArray());
            policy.ExtraStore.AddRange(intermediates.Select(Load).ToArray());
            if (!chain.Build(Load(certificate))) return null;
            return [.. chain.ChainElements.Select(element => GridCertificate.TryRead(element.Certificate.RawDataMemory)).OfType<GridCertificate>()];
        }
        catch (CryptographicException)
        {
            // The engine refuses some certificates by throwing: those it cannot load, and verdicts of OpenSSL that it does not know.
            return null;
        }
        finally
        {
            foreach (var element in chain.ChainElements) element.Certificate.Dispose();
            loaded.ForEach(one => one.Dispose());
        }

        X509Certificate2 Load(GridCertificate one)
        {
            var certificate = X509CertificateLoader.LoadCertificate(one.Der.Span);
            loaded.Add(certificate);
            return certificate;
        }
    }

    private static EndEntityVerdict JudgePath(List<GridCertificate> path, CaSnapshot trust, ChainValidationOptions options, DateTimeOffset now)
    {
        var subject = path[0].Subject.OneLine;
        if (path.Count < 2 || trust.Find(path[^1]) is null) return EndEntityVerdict.Refuse(ChainFault.ChainInvalid, subject);
        var expiresAt = path.Min(certificate => certificate.NotAfter);
        var goodUntil = expiresAt;
        for (var at = 0; at + 1 < path.Count; at++)
        {
            // The root's own signature proves nothing and is not judged: old roots have SHA-1 there.
            if (!SignatureAlgorithm.IsAccepted(path[at].Signed.AlgorithmOid))
                return EndEntityVerdict.Refuse(ChainFault.SignatureAlgorithmNotAccepted, path[at].Subject.OneLine);
            var authority = trust.Find(path[at + 1]);
            if (RevocationRules.Judge(path[at], authority, options, now) is { } fault) return EndEntityVerdict.Refuse(fault, path[at].Subject.OneLine);
            if (!options.AcceptExpiredRevocationList && authority?.Revocations?.NextUpdate is { } due && due < goodUntil) goodUntil = due;
        }

        return new EndEntityVerdict(null, expiresAt, goodUntil);
    }
}
