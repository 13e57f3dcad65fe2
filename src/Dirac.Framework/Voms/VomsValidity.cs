using System.Formats.Asn1;

namespace Dirac.Framework.Voms;

/// <summary>Reads until when VOMS attributes are valid, from bytes of whoever made them. Pure.</summary>
internal static class VomsValidity
{
    private static readonly Asn1Tag Issuer = new(TagClass.ContextSpecific, 0);

    /// <summary>When the first of the attribute certificates in an extension ends.</summary>
    /// <param name="extension">The extension's value: a sequence of sequences of attribute certificates.</param>
    /// <returns>Null when it is malformed or holds none.</returns>
    public static DateTimeOffset? EndOf(ReadOnlyMemory<byte> extension)
    {
        try
        {
            var lists = new AsnReader(extension, AsnEncodingRules.BER).ReadSequence();
            DateTimeOffset? end = null;
            while (lists.HasData)
            {
                var list = lists.ReadSequence();
                while (list.HasData)
                {
                    var one = ReadEnd(list.ReadSequence());
                    if (end is null || one < end) end = one;
                }
            }

            return end;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    // RFC 5755: AttributeCertificateInfo is version, holder, issuer, signature, serialNumber, attrCertValidityPeriod, and more.
    private static DateTimeOffset ReadEnd(AsnReader certificate)
    {
        var info = certificate.ReadSequence();
        info.ReadInteger();
        info.ReadEncodedValue();
        if (info.PeekTag().HasSameClassAndValue(Issuer)) info.ReadEncodedValue();
        else info.ReadSequence();
        info.ReadSequence();
        info.ReadInteger();
        var period = info.ReadSequence();
        period.ReadGeneralizedTime();
        return period.ReadGeneralizedTime();
    }
}
