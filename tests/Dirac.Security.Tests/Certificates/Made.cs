using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dirac.Security.Certificates.Der;

namespace Dirac.Security.Tests.Certificates;

/// <summary>A certificate made by a test, with the key that belongs to it.</summary>
internal sealed record Made(byte[] Der, AsymmetricAlgorithm Key)
{
    public X500DistinguishedName Subject
    {
        get
        {
            using var certificate = X509CertificateLoader.LoadCertificate(Der);
            return certificate.SubjectName;
        }
    }

    public string Pem => PemEncoding.WriteString("CERTIFICATE", Der) + "\n";

    /// <summary>The same with <paramref name="from"/> in its content replaced by <paramref name="to"/>, as long, and signed anew.</summary>
    public Made Patched(byte[] from, byte[] to, AsymmetricAlgorithm signingKey)
    {
        var block = SignedBlock.Read(Der);
        var content = block.Content.ToArray();
        to.CopyTo(content.AsSpan(content.AsSpan().IndexOf(from)));
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(content);
            writer.WriteEncodedValue(block.Algorithm.Span);
            writer.WriteBitString(CertificatePlan.Signer(signingKey).SignData(content, HashAlgorithmName.SHA256));
        }

        return this with { Der = writer.Encode() };
    }

    public string KeyPem => Key.ExportPkcs8PrivateKeyPem() + "\n";
}
