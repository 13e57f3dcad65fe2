using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Dirac.Security.Tests.Certificates.Voms;

/// <summary>Everything about an attribute certificate to be made, to be spoilt by tests.</summary>
internal sealed class AcPlan
{
    public const string CertificatesOid = "1.3.6.1.4.1.8005.100.100.10";
    public const string TagsOid = "1.3.6.1.4.1.8005.100.100.11";
    public const string TargetsOid = "2.5.29.55";
    public const string NoRevocationOid = "2.5.29.56";
    private const string Sha256WithRsa = "1.2.840.113549.1.1.11";
    private const string Sha256WithEcdsa = "1.2.840.10045.4.3.2";

    /// <summary>The name in baseCertificateID; null for none.</summary>
    public X500DistinguishedName? HolderIssuer { get; set; }

    public BigInteger HolderSerial { get; set; }

    /// <summary>The name in entityName; null for none.</summary>
    public X500DistinguishedName? HolderEntity { get; set; }

    public bool HasHolderDigest { get; set; }

    public required X500DistinguishedName Signer { get; set; }

    public required AsymmetricAlgorithm SigningKey { get; set; }

    public DateTimeOffset NotBefore { get; set; } = TestGrid.Now.AddHours(-1);

    public DateTimeOffset NotAfter { get; set; } = TestGrid.Now.AddHours(12);

    public string Authority { get; set; } = "dirac.example.org://voms.example.org:15000";

    public List<string> Fqans { get; set; } = ["/dirac.example.org/prod/Role=Manager/Capability=NULL", "/dirac.example.org/Role=NULL/Capability=NULL"];

    public List<Made> Certificates { get; set; } = [];

    public bool HasNoRevocation { get; set; } = true;

    public List<X509Extension> Others { get; } = [];

    /// <summary>What the algorithm is called; null for its true name.</summary>
    public string? AlgorithmName { get; set; }

    public byte[] Make()
    {
        var content = Content();
        var signature = SigningKey is RSA rsa
            ? rsa.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : ((ECDsa)SigningKey).SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Write(writer =>
        {
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(content);
                WriteAlgorithm(writer);
                writer.WriteBitString(signature);
            }
        });
    }

    /// <summary>The extension of a proxy that holds <paramref name="certificates"/>.</summary>
    public static X509Extension Extension(params byte[][] certificates) => new("1.3.6.1.4.1.8005.100.100.5", Write(writer =>
    {
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            foreach (var one in certificates) writer.WriteEncodedValue(one);
        }
    }), critical: false);

    /// <summary>The extension that targets services, as addresses.</summary>
    public static X509Extension Targets(params string[] targets) => new(TargetsOid, Write(writer =>
    {
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            foreach (var target in targets)
            {
                using (writer.PushSequence(Context(0)))
                    writer.WriteCharacterString(UniversalTagNumber.IA5String, target, Context(6));
            }
        }
    }), critical: true);

    private byte[] Content() => Write(writer =>
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            WriteHolder(writer);
            using (writer.PushSequence(Context(0)))
            using (writer.PushSequence())
                WriteName(writer, Signer);
            WriteAlgorithm(writer);
            writer.WriteInteger(77);
            using (writer.PushSequence())
            {
                writer.WriteGeneralizedTime(NotBefore, omitFractionalSeconds: true);
                writer.WriteGeneralizedTime(NotAfter, omitFractionalSeconds: true);
            }

            WriteFqans(writer);
            WriteExtensions(writer);
        }
    });

    private void WriteHolder(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            if (HolderIssuer is not null)
            {
                using (writer.PushSequence(Context(0)))
                {
                    using (writer.PushSequence()) WriteName(writer, HolderIssuer);
                    writer.WriteInteger(HolderSerial);
                }
            }

            if (HolderEntity is not null)
            {
                using (writer.PushSequence(Context(1))) WriteName(writer, HolderEntity);
            }

            if (HasHolderDigest)
            {
                using (writer.PushSequence(Context(2))) writer.WriteNull();
            }
        }
    }

    private void WriteFqans(AsnWriter writer)
    {
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.3.6.1.4.1.8005.100.100.4");
            using (writer.PushSetOf())
            using (writer.PushSequence())
            {
                using (writer.PushSequence(Context(0))) writer.WriteCharacterString(UniversalTagNumber.IA5String, Authority, Context(6));
                using (writer.PushSequence())
                    Fqans.ForEach(fqan => writer.WriteOctetString(Encoding.UTF8.GetBytes(fqan)));
            }
        }
    }

    private void WriteExtensions(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            if (Certificates.Count > 0) WriteExtension(writer, new X509Extension(CertificatesOid, Bundle(), critical: false));
            if (HasNoRevocation) WriteExtension(writer, new X509Extension(NoRevocationOid, [5, 0], critical: false));
            Others.ForEach(extension => WriteExtension(writer, extension));
        }
    }

    private byte[] Bundle() => Write(writer =>
    {
        using (writer.PushSequence())
        using (writer.PushSequence())
            Certificates.ForEach(one => writer.WriteEncodedValue(one.Der));
    });

    private static void WriteExtension(AsnWriter writer, X509Extension extension)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(extension.Oid!.Value!);
            if (extension.Critical) writer.WriteBoolean(true);
            writer.WriteOctetString(extension.RawData);
        }
    }

    private static void WriteName(AsnWriter writer, X500DistinguishedName name)
    {
        using (writer.PushSequence(Context(4))) writer.WriteEncodedValue(name.RawData);
    }

    private void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(AlgorithmName ?? (SigningKey is RSA ? Sha256WithRsa : Sha256WithEcdsa));
            if (SigningKey is RSA) writer.WriteNull();
        }
    }

    private static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number);

    private static byte[] Write(Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }
}
