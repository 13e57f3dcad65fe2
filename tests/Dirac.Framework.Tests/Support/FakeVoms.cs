using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dirac.Framework.Voms;
using Dirac.Security.Certificates.Proxies;

namespace Dirac.Framework.Tests.Support;

/// <summary>A VOMS that gives everybody every attribute, and counts.</summary>
internal sealed class FakeVoms : IVomsClient
{
    private const string Extension = "1.3.6.1.4.1.8005.100.100.5";

    public List<(string Vo, string Attribute)> Asked { get; } = [];

    /// <summary>What it says instead of helping.</summary>
    public string? Refusal { get; set; }

    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The extension of attributes that end at a moment.</summary>
    public static byte[] AttributesUntil(DateTimeOffset end)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence()) writer.WriteNull();
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0))) writer.WriteNull();
            using (writer.PushSequence()) writer.WriteObjectIdentifier("1.2.840.113549.1.1.11");
            writer.WriteInteger(7);
            using (writer.PushSequence())
            {
                writer.WriteGeneralizedTime(end.AddHours(-1), omitFractionalSeconds: true);
                writer.WriteGeneralizedTime(end, omitFractionalSeconds: true);
            }
        }

        return writer.Encode();
    }

    public Task<VomsOutcome> DressAsync(GridCredential proxy, string vo, string attribute, CancellationToken cancellationToken)
    {
        Asked.Add((vo, attribute));
        return Task.FromResult<VomsOutcome>(Refusal is { } reason ? new VomsOutcome.Refused(reason) : new VomsOutcome.Dressed(Dress(proxy)));
    }

    // A proxy of the proxy, with attributes beside what every proxy has.
    private GridCredential Dress(GridCredential proxy)
    {
        using var issuer = proxy.ToCertificate();
        using var issuerKey = issuer.GetRSAPrivateKey()!;
        using var key = RSA.Create(2048);
        var subject = new AsnWriter(AsnEncodingRules.DER);
        using (subject.PushSequence())
        {
            var parts = new AsnReader(issuer.SubjectName.RawData, AsnEncodingRules.DER).ReadSequence();
            while (parts.HasData) subject.WriteEncodedValue(parts.ReadEncodedValue().Span);
            using (subject.PushSetOf())
            using (subject.PushSequence())
            {
                subject.WriteObjectIdentifier("2.5.4.3");
                subject.WriteCharacterString(UniversalTagNumber.PrintableString, "4711");
            }
        }

        var request = new CertificateRequest(new X500DistinguishedName(subject.Encode()), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509Extension("1.3.6.1.5.5.7.1.14", Convert.FromHexString("300c300a06082b06010505071501"), critical: true));
        request.CertificateExtensions.Add(new X509Extension(Extension, AttributesUntil(issuer.NotBefore.ToUniversalTime() + Lifetime), critical: false));
        using var made = request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForRSA(issuerKey, RSASignaturePadding.Pkcs1), issuer.NotBefore, issuer.NotAfter, [71]);
        var above = string.Concat(proxy.Certificates.Select(der => PemEncoding.WriteString("CERTIFICATE", der.Span) + "\n"));
        return ProxyFile.TryParse($"{made.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n{above}")!;
    }
}
