using System.Formats.Asn1;

namespace Dirac.Security.Certificates.Der;

/// <summary>What makes a certificate a proxy (RFC 3820 §3.8).</summary>
/// <param name="IsCritical">Must be true.</param>
/// <param name="PathLength">How many proxies may follow below; null for any number.</param>
/// <param name="Language">The policy language: inherit all, limited, or one we refuse.</param>
/// <param name="HasPolicy">Whether a policy body follows the language.</param>
internal sealed record ProxyCertInfo(bool IsCritical, int? PathLength, string Language, bool HasPolicy)
{
    /// <summary>Whether the policy is Globus' limited one.</summary>
    public bool IsLimited => Language == CertificateOids.Limited;

    /// <summary>Reads the extension.</summary>
    /// <exception cref="AsnContentException">It is no ProxyCertInfo.</exception>
    public static ProxyCertInfo Read(CertificateExtension extension)
    {
        var outer = new AsnReader(extension.Value, AsnEncodingRules.DER);
        var info = outer.ReadSequence();
        outer.ThrowIfNotEmpty();

        int? pathLength = null;
        if (info.HasData && info.PeekTag() == Asn1Tag.Integer)
        {
            if (!info.TryReadInt32(out var length) || length < 0) throw new AsnContentException();
            pathLength = length;
        }

        var policy = info.ReadSequence();
        info.ThrowIfNotEmpty();
        var language = policy.ReadObjectIdentifier();
        var hasPolicy = policy.HasData;
        if (hasPolicy) policy.ReadOctetString();
        policy.ThrowIfNotEmpty();
        return new ProxyCertInfo(extension.IsCritical, pathLength, language, hasPolicy);
    }
}
