using System.Formats.Asn1;

namespace Dirac.Security.Certificates.Der;

/// <summary>What certificates and revocation lists have in common: content, the algorithm of its signature, and the signature.</summary>
/// <param name="Content">The signed bytes.</param>
/// <param name="Algorithm">The AlgorithmIdentifier as encoded; it stands again in the content, and both must be equal.</param>
/// <param name="AlgorithmOid">Its object identifier.</param>
/// <param name="Signature">The signature's bytes.</param>
internal sealed record SignedBlock(ReadOnlyMemory<byte> Content, ReadOnlyMemory<byte> Algorithm, string AlgorithmOid, ReadOnlyMemory<byte> Signature)
{
    /// <summary>Reads the outer structure; <paramref name="der"/> must be exactly one.</summary>
    /// <exception cref="AsnContentException">It is none.</exception>
    public static SignedBlock Read(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var block = outer.ReadSequence();
        outer.ThrowIfNotEmpty();

        var content = block.ReadEncodedValue();
        var algorithm = block.ReadEncodedValue();
        var oid = new AsnReader(algorithm, AsnEncodingRules.DER).ReadSequence().ReadObjectIdentifier();
        var signature = block.ReadBitString(out var unused);
        block.ThrowIfNotEmpty();
        if (unused != 0) throw new AsnContentException();
        return new SignedBlock(content, algorithm, oid, signature);
    }

    /// <summary>Reads the extensions of a certificate, a revocation list or one of its entries.</summary>
    /// <exception cref="AsnContentException">They are malformed, or one stands twice (RFC 5280 §4.2).</exception>
    public static IReadOnlyList<CertificateExtension> ReadExtensions(AsnReader reader)
    {
        var list = reader.ReadSequence();
        var extensions = new List<CertificateExtension>();
        while (list.HasData)
        {
            var one = list.ReadSequence();
            var oid = one.ReadObjectIdentifier();
            var isCritical = one.HasData && one.PeekTag() == Asn1Tag.Boolean && one.ReadBoolean();
            var value = one.ReadOctetString();
            one.ThrowIfNotEmpty();
            if (extensions.Exists(known => known.Oid == oid)) throw new AsnContentException();
            extensions.Add(new CertificateExtension(oid, isCritical, value));
        }

        return extensions;
    }

    /// <summary>Reads a UTCTime or GeneralizedTime.</summary>
    /// <exception cref="AsnContentException">It is neither.</exception>
    public static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag() == Asn1Tag.UtcTime ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}
