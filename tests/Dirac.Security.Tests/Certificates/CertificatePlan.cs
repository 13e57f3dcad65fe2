using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Dirac.Security.Tests.Certificates;

/// <summary>Everything about a certificate to be made, to be spoilt by tests.</summary>
internal sealed class CertificatePlan
{
    public const string InheritAll = "1.3.6.1.5.5.7.21.1";
    public const string Limited = "1.3.6.1.4.1.3536.1.1.1.9";
    public const string ProxyCertInfoOid = "1.3.6.1.5.5.7.1.14";

    public required X500DistinguishedName Subject { get; set; }

    public required X500DistinguishedName Issuer { get; set; }

    public required AsymmetricAlgorithm Key { get; set; }

    public required AsymmetricAlgorithm SigningKey { get; set; }

    public DateTimeOffset NotBefore { get; set; } = TestGrid.Now.AddHours(-1);

    public DateTimeOffset NotAfter { get; set; } = TestGrid.Now.AddHours(12);

    public byte[] Serial { get; set; } = RandomNumberGenerator.GetBytes(8).Select(one => (byte)(one & 0x7f | 1)).ToArray();

    /// <summary>Whether it is signed over SHA-1, which the platform no longer offers for certificates.</summary>
    public bool IsSha1 { get; set; }

    public X509KeyUsageFlags? KeyUsage { get; set; } = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.DataEncipherment;

    public bool? IsAuthority { get; set; }

    /// <summary>The policy language; null for no proxyCertInfo.</summary>
    public string? Language { get; set; }

    public bool IsProxyInfoCritical { get; set; } = true;

    public byte[]? Policy { get; set; }

    public int? PathLength { get; set; }

    public string? Group { get; set; }

    public List<X509Extension> Others { get; } = [];

    public void AddPurpose(string oid) => Others.Add(new X509EnhancedKeyUsageExtension([new Oid(oid)], critical: false));

    public Made Make()
    {
        var request = new CertificateRequest(Subject, Key is RSA rsa ? new PublicKey(rsa) : new PublicKey((ECDsa)Key), HashAlgorithmName.SHA256);
        if (IsAuthority is { } authority) request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, critical: true));
        if (KeyUsage is { } usage) request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        if (Language is not null) request.CertificateExtensions.Add(ProxyInfo());
        if (Group is not null) request.CertificateExtensions.Add(new X509Extension("1.2.42.42", TestName.Primitive(TestName.Ia5, System.Text.Encoding.UTF8.GetBytes(Group)), critical: false));
        Others.ForEach(request.CertificateExtensions.Add);
        using var certificate = request.Create(Issuer, IsSha1 ? new Sha1Signer(SigningKey) : Signer(SigningKey), NotBefore, NotAfter, Serial);
        return new Made(certificate.RawData, Key);
    }

    public static X509SignatureGenerator Signer(AsymmetricAlgorithm key) => key is RSA rsa
        ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
        : X509SignatureGenerator.CreateForECDsa((ECDsa)key);

    public X509Extension ProxyInfo()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            if (PathLength is { } length) writer.WriteInteger(length);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Language!);
                if (Policy is not null) writer.WriteOctetString(Policy);
            }
        }

        return new X509Extension(ProxyCertInfoOid, writer.Encode(), IsProxyInfoCritical);
    }
}
