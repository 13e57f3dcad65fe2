using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Dirac.Security.Tests.Certificates;

/// <summary>Revocation lists that the platform's builder does not make: with extensions of the list and of its entries.</summary>
internal static class HandMadeList
{
    public static byte[] Make(Made authority, (string Oid, bool IsCritical)? ofList, (string Oid, bool IsCritical)? ofEntry)
    {
        var signer = CertificatePlan.Signer(authority.Key);
        var algorithm = signer.GetSignatureAlgorithmIdentifier(HashAlgorithmName.SHA256);
        var content = Content(authority, algorithm, ofList, ofEntry);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(content);
            writer.WriteEncodedValue(algorithm);
            writer.WriteBitString(signer.SignData(content, HashAlgorithmName.SHA256));
        }

        return writer.Encode();
    }

    private static byte[] Content(Made authority, byte[] algorithm, (string Oid, bool IsCritical)? ofList, (string Oid, bool IsCritical)? ofEntry)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteEncodedValue(algorithm);
            writer.WriteEncodedValue(authority.Subject.RawData);
            writer.WriteUtcTime(TestGrid.Now.AddDays(-1));
            writer.WriteUtcTime(TestGrid.Now.AddDays(1));
            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                writer.WriteInteger(4711);
                writer.WriteUtcTime(TestGrid.Now.AddDays(-1));
                if (ofEntry is { } entry) WriteExtensions(writer, entry);
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0))) WriteExtensions(writer, ofList ?? ("2.5.29.20", false));
        }

        return writer.Encode();
    }

    private static void WriteExtensions(AsnWriter writer, (string Oid, bool IsCritical) extension)
    {
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(extension.Oid);
            if (extension.IsCritical) writer.WriteBoolean(true);
            writer.WriteOctetString([0x02, 0x01, 0x01]);
        }
    }
}
