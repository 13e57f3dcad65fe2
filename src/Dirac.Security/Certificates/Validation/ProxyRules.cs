using Dirac.Security.Certificates.Der;

namespace Dirac.Security.Certificates.Validation;

/// <summary>The rules of RFC 3820 for each proxy of a chain whose signatures are good. Pure.</summary>
internal static class ProxyRules
{
    private static readonly string[] KnownExtensions =
    [
        CertificateOids.ProxyCertInfo, CertificateOids.KeyUsage, CertificateOids.ExtendedKeyUsage, CertificateOids.BasicConstraints,
    ];

    /// <summary>The first rule that is broken, looking from the presented proxy upwards; null when none is.</summary>
    public static ChainVerdict.Refused? FindBroken(SentChain chain, DateTimeOffset now)
    {
        for (var below = 0; below < chain.Proxies.Count; below++)
        {
            var proxy = chain.Proxies[below];
            var issuer = below + 1 < chain.Proxies.Count ? chain.Proxies[below + 1] : chain.EndEntity;
            if ((JudgeProxy(proxy, issuer, now) ?? JudgePlace(proxy, below)) is { } fault) return new ChainVerdict.Refused(fault, proxy.Subject.OneLine);
            // DIRAC refuses such a chain; RFC 3820 leaves it to the policy language.
            if (below > 0 && proxy.ProxyInfo!.IsLimited && !chain.Proxies[below - 1].ProxyInfo!.IsLimited)
                return new ChainVerdict.Refused(ChainFault.FullProxyOfLimited, chain.Proxies[below - 1].Subject.OneLine);
        }

        return null;
    }

    private static ChainFault? JudgeProxy(GridCertificate proxy, GridCertificate issuer, DateTimeOffset now)
    {
        var info = proxy.ProxyInfo!;
        if (!info.IsCritical) return ChainFault.ProxyCertInfoNotCritical;
        if (info.HasPolicy || info.Language is not (CertificateOids.InheritAll or CertificateOids.Limited)) return ChainFault.PolicyNotAccepted;
        if (!proxy.Subject.IsProxyNameUnder(issuer.Subject)) return ChainFault.SubjectNotUnderIssuer;
        if (proxy.IsAuthority) return ChainFault.ProxyIsAuthority;
        if (issuer.IsAuthority) return ChainFault.ProxyIssuerIsAuthority;
        if (proxy.Find(CertificateOids.SubjectAlternativeName) is not null || proxy.Find(CertificateOids.IssuerAlternativeName) is not null)
            return ChainFault.AlternativeName;
        if (proxy.KeyUsage is not { } usage || !usage.HasFlag(KeyUsages.DigitalSignature)) return ChainFault.NoDigitalSignature;
        if (!proxy.AllowsClients) return ChainFault.NotForClients;
        if (proxy.Extensions.Any(extension => extension.IsCritical && !KnownExtensions.Contains(extension.Oid))) return ChainFault.UnknownCriticalExtension;
        if (!PublicKeyStrength.IsAccepted(proxy.PublicKey)) return ChainFault.KeyNotAccepted;
        return Timeliness.Judge(proxy, now);
    }

    private static ChainFault? JudgePlace(GridCertificate proxy, int below) =>
        proxy.ProxyInfo!.PathLength is { } most && most < below ? ChainFault.PathLengthExceeded : null;
}
