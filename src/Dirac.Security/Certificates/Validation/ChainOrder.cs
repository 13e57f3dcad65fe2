using Dirac.Security.Certificates.Der;

namespace Dirac.Security.Certificates.Validation;

/// <summary>Puts the sent certificates in order, by names and signatures. Pure.</summary>
internal static class ChainOrder
{
    // Namesakes with different keys are conceivable; a long row of them is an attempt to cost us time.
    private const int MostNamesakes = 4;

    /// <summary>Follows the proxies from the first certificate up to the first that is none.</summary>
    /// <returns>The chain, or what is wrong with it.</returns>
    public static (SentChain? Chain, ChainVerdict.Refused? Refused) Find(IReadOnlyList<GridCertificate> sent, int mostProxies)
    {
        var proxies = new List<GridCertificate>();
        var current = sent[0];
        while (current.ProxyInfo is not null)
        {
            if (proxies.Count == mostProxies) return (null, new ChainVerdict.Refused(ChainFault.TooDeep, current.Subject.OneLine));
            var (issuer, fault) = IssuerOf(current, sent);
            if (issuer is null) return (null, new ChainVerdict.Refused(fault, current.Subject.OneLine));
            proxies.Add(current);
            current = issuer;
        }

        return NotEndEntity(current, sent) is { } reason
            ? (null, new ChainVerdict.Refused(reason, current.Subject.OneLine))
            : (new SentChain(proxies, current, [.. sent.Where(other => other != current && !proxies.Contains(other))]), null);
    }

    private static (GridCertificate? Issuer, ChainFault Fault) IssuerOf(GridCertificate proxy, IReadOnlyList<GridCertificate> sent)
    {
        var namesakes = sent.Where(other => other != proxy && other.Subject.Equals(proxy.Issuer)).Take(MostNamesakes).ToList();
        if (namesakes.Count == 0) return (null, ChainFault.ProxyIssuerMissing);
        // The name first: it makes each step upwards shorter, so the walk ends.
        if (!proxy.Subject.IsProxyNameUnder(proxy.Issuer)) return (null, ChainFault.SubjectNotUnderIssuer);
        if (!SignatureAlgorithm.IsAccepted(proxy.Signed.AlgorithmOid)) return (null, ChainFault.SignatureAlgorithmNotAccepted);
        var issuer = namesakes.Find(other => SignatureAlgorithm.IsSignedBy(proxy.Signed, other.PublicKey));
        if (issuer is not null) return (issuer, default);
        return (null, namesakes.TrueForAll(other => !PublicKeyStrength.IsAccepted(other.PublicKey)) ? ChainFault.KeyNotAccepted : ChainFault.SignatureInvalid);
    }

    // None of these could chain to an authority; asked here because "your authority is unknown" would send people the wrong way.
    private static ChainFault? NotEndEntity(GridCertificate certificate, IReadOnlyList<GridCertificate> sent)
    {
        if (certificate.Find(CertificateOids.DraftProxyCertInfo) is not null) return ChainFault.LegacyProxy;
        if (certificate.Subject.LastCommonNameUnder(certificate.Issuer) is "proxy" or "limited proxy") return ChainFault.LegacyProxy;
        return sent.Any(other => other != certificate && !other.IsAuthority && other.Subject.Equals(certificate.Issuer)) ? ChainFault.ProxyCertInfoMissing : null;
    }
}
