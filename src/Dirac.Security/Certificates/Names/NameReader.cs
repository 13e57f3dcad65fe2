using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Text;

namespace Dirac.Security.Certificates.Names;

/// <summary>Reads the DER of a Name (RFC 5280 §4.1.2.4). Foreign bytes: what is not a name is an <see cref="AsnContentException"/>, nothing else.</summary>
internal static class NameReader
{
    private const int MostAttributes = 100;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The RDNs in certificate order, each with its attributes in the order they are encoded.</summary>
    public static IReadOnlyList<IReadOnlyList<NameAttribute>> Read(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var name = outer.ReadSequence();
        outer.ThrowIfNotEmpty();

        var rdns = new List<IReadOnlyList<NameAttribute>>();
        while (name.HasData)
        {
            // The order inside a set is not checked: OpenSSL does not either, and comparison sorts.
            var set = name.ReadSetOf(skipSortOrderValidation: true);
            var rdn = new List<NameAttribute>();
            while (set.HasData) rdn.Add(ReadAttribute(set));
            if (rdn.Count == 0 || rdns.Count == MostAttributes || rdn.Count > MostAttributes) throw new AsnContentException();
            rdns.Add(rdn);
        }

        return rdns;
    }

    private static NameAttribute ReadAttribute(AsnReader set)
    {
        var pair = set.ReadSequence();
        var oid = pair.ReadObjectIdentifier();
        var tag = pair.PeekTag();
        var content = pair.PeekContentBytes().ToArray();
        pair.ReadEncodedValue();
        pair.ThrowIfNotEmpty();
        if (tag.TagClass != TagClass.Universal || tag.IsConstructed) throw new AsnContentException();
        if ((UniversalTagNumber)tag.TagValue == UniversalTagNumber.BitString) content = BitsOf(content);
        return new NameAttribute(oid, content, Decode((UniversalTagNumber)tag.TagValue, content));
    }

    private static byte[] BitsOf(byte[] content) => content is [0, .. var bits] ? bits : throw new AsnContentException();

    private static string Decode(UniversalTagNumber tag, byte[] content)
    {
        try
        {
            return tag switch
            {
                UniversalTagNumber.UTF8String => StrictUtf8.GetString(content),
                // Real names break the alphabets of these types; a byte then stands for itself.
                UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String or UniversalTagNumber.NumericString
                    or UniversalTagNumber.T61String => Encoding.Latin1.GetString(content),
                UniversalTagNumber.BMPString => DecodeBmp(content),
                UniversalTagNumber.UniversalString => DecodeUniversal(content),
                // Bits are no text: kept apart from every text by a character that no value above begins with unless it holds NUL.
                UniversalTagNumber.BitString => "\0bits:" + Convert.ToHexString(content),
                _ => throw new AsnContentException(),
            };
        }
        catch (DecoderFallbackException invalid)
        {
            throw new AsnContentException("A name holds text that is not in its encoding.", invalid);
        }
    }

    private static string DecodeBmp(byte[] content)
    {
        if (content.Length % 2 != 0) throw new AsnContentException();
        return new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true).GetString(content);
    }

    private static string DecodeUniversal(byte[] content)
    {
        if (content.Length % 4 != 0) throw new AsnContentException();
        var text = new StringBuilder();
        for (var at = 0; at < content.Length; at += 4)
        {
            if (!Rune.TryCreate(BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(at)), out var rune)) throw new AsnContentException();
            text.Append(rune.ToString());
        }

        return text.ToString();
    }
}
