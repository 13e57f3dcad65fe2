using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Dirac.Security.Tests.Certificates;

/// <summary>Makes names from attributes, in any encoding.</summary>
internal static class TestName
{
    public const string Cn = "2.5.4.3";
    public const string Ou = "2.5.4.11";
    public const string Dc = "0.9.2342.19200300.100.1.25";
    public const int Utf8 = 12;
    public const int Printable = 19;
    public const int Ia5 = 22;

    public static byte[] Rdn(params (string Oid, int Tag, byte[] Value)[] attributes)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            foreach (var (oid, tag, value) in attributes)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(oid);
                    writer.WriteEncodedValue(Primitive(tag, value));
                }
            }
        }

        return writer.Encode();
    }

    public static byte[] Rdn(string oid, string text, int tag = Utf8) => Rdn((oid, tag, Encoding.UTF8.GetBytes(text)));

    public static X500DistinguishedName Of(params byte[][] rdns)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var rdn in rdns) writer.WriteEncodedValue(rdn);
        }

        return new X500DistinguishedName(writer.Encode());
    }

    public static X500DistinguishedName Append(X500DistinguishedName name, params byte[][] rdns)
    {
        var reader = new AsnReader(name.RawData, AsnEncodingRules.DER).ReadSequence();
        var all = new List<byte[]>();
        while (reader.HasData) all.Add(reader.ReadEncodedValue().ToArray());
        return Of([.. all, .. rdns]);
    }

    public static byte[] Primitive(int tag, byte[] value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString(value);
        var encoded = writer.Encode();
        encoded[0] = (byte)tag;
        return encoded;
    }
}
