using System.Formats.Asn1;
using System.Numerics;
using Dirac.Security.Certificates.Names;

namespace Dirac.Security.Certificates.Voms;

/// <summary>To whom an attribute certificate was given (RFC 5755 §4.2.2): by issuer and serial of a certificate, or by its subject.</summary>
/// <param name="CertificateNames">The issuer, or with some makers the subject, of the certificate; null when it is not named by serial.</param>
/// <param name="Serial">Its serial.</param>
/// <param name="Names">The subject, when it says that; null otherwise.</param>
/// <param name="HasDigest">Whether a hash names the holder, which VOMS never does.</param>
internal sealed record VomsHolder(
    IReadOnlyList<DistinguishedName>? CertificateNames, BigInteger Serial, IReadOnlyList<DistinguishedName>? Names, bool HasDigest)
{
    private static readonly Asn1Tag CertificateId = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag EntityName = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag ObjectDigest = new(TagClass.ContextSpecific, 2);

    /// <summary>Whether the user's certificate <paramref name="owner"/> is meant: everything that is said must fit, and something must be said.</summary>
    public bool Fits(VomsOwner owner)
    {
        if (HasDigest || (CertificateNames is null && Names is null)) return false;
        // The reference client's voms-proxy-fake writes the subject where the issuer should be.
        var isCertificate = CertificateNames is null
            || (Serial == owner.Serial && CertificateNames.Any(name => name.Equals(owner.Issuer) || name.Equals(owner.Subject)));
        return isCertificate && (Names is null || Names.Contains(owner.Subject));
    }

    /// <summary>Reads the field.</summary>
    /// <exception cref="AsnContentException">It is no Holder.</exception>
    public static VomsHolder Read(AsnReader content)
    {
        var holder = content.ReadSequence();
        IReadOnlyList<DistinguishedName>? certificateNames = null;
        IReadOnlyList<DistinguishedName>? names = null;
        var serial = BigInteger.Zero;
        if (Is(holder, CertificateId))
        {
            var id = holder.ReadSequence(CertificateId);
            certificateNames = GeneralNameReader.ReadDirectoryNames(id.ReadSequence());
            serial = id.ReadInteger();
            if (id.HasData) id.ReadBitString(out _);
            id.ThrowIfNotEmpty();
        }

        if (Is(holder, EntityName)) names = GeneralNameReader.ReadDirectoryNames(holder.ReadSequence(EntityName));
        var hasDigest = Is(holder, ObjectDigest);
        if (hasDigest) holder.ReadEncodedValue();
        holder.ThrowIfNotEmpty();
        return new VomsHolder(certificateNames, serial, names, hasDigest);
    }

    private static bool Is(AsnReader reader, Asn1Tag tag) => reader.HasData && reader.PeekTag().HasSameClassAndValue(tag);
}
