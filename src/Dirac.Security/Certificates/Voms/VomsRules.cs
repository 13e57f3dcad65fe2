using System.Globalization;

namespace Dirac.Security.Certificates.Voms;

/// <summary>The rules of RFC 5755 and VOMS that need no other certificate. Pure.</summary>
internal static class VomsRules
{
    private static readonly string[] KnownExtensions =
    [
        // The key identifier only helps to find the signer, and is not compared: the signature says better who signed.
        VomsOids.Certificates, VomsOids.GenericAttributes, VomsOids.Targets, VomsOids.NoRevocation, VomsOids.AuthorityKey,
    ];

    /// <summary>The first rule that is broken; null when none is.</summary>
    public static VomsProblem? FindBroken(AttributeCertificate certificate, VomsOwner owner, VomsOptions options, DateTimeOffset now)
    {
        var facts = certificate.Attributes;
        if (!certificate.Holder.Fits(owner)) return new VomsProblem(VomsFault.WrongHolder, $"the proxy is of {owner.Subject}");
        if (now > facts.NotAfter) return new VomsProblem(VomsFault.Expired, $"they ended {Text(facts.NotAfter)}");
        if (now + options.ClockSkew < facts.NotBefore) return new VomsProblem(VomsFault.NotYetValid, $"they begin {Text(facts.NotBefore)}");
        if (facts.Targets is { } targets && !VomsTargets.Include(targets, options.ServiceNames)) return new VomsProblem(VomsFault.WrongTarget, string.Join(", ", targets));
        if (certificate.Extensions.FirstOrDefault(extension => extension.IsCritical && !KnownExtensions.Contains(extension.Oid)) is { } unknown)
            return new VomsProblem(VomsFault.UnknownCriticalExtension, unknown.Oid);
        if (certificate.Find(VomsOids.NoRevocation) is null) return new VomsProblem(VomsFault.MayBeRevoked, "");
        // Otherwise the server of one VO could make members of another.
        return facts.Fqans.FirstOrDefault(fqan => fqan.Vo != facts.Vo) is { } foreign ? new VomsProblem(VomsFault.ForeignGroup, foreign.ToString()) : null;
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
