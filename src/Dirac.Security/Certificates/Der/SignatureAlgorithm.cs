using System.Security.Cryptography;

namespace Dirac.Security.Certificates.Der;

/// <summary>The signatures we accept: RSA (PKCS #1) and ECDSA over SHA-256, SHA-384 or SHA-512. SHA-1 and MD5 can be forged.</summary>
internal static class SignatureAlgorithm
{
    private const string Rsa = "1.2.840.113549.1.1.";
    private const string Ecdsa = "1.2.840.10045.4.3.";

    /// <summary>Whether signatures of this kind are accepted.</summary>
    public static bool IsAccepted(string oid) => HashOf(oid) is not null;

    /// <summary>Whether <paramref name="block"/> is signed, in an accepted way, by the key <paramref name="publicKey"/> (SubjectPublicKeyInfo).</summary>
    public static bool IsSignedBy(SignedBlock block, ReadOnlyMemory<byte> publicKey)
    {
        if (HashOf(block.AlgorithmOid) is not { } hash || !PublicKeyStrength.IsAccepted(publicKey)) return false;
        try
        {
            if (block.AlgorithmOid.StartsWith(Rsa, StringComparison.Ordinal))
            {
                using var rsa = RSA.Create();
                rsa.ImportSubjectPublicKeyInfo(publicKey.Span, out _);
                return rsa.VerifyData(block.Content.Span, block.Signature.Span, hash, RSASignaturePadding.Pkcs1);
            }

            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(publicKey.Span, out _);
            return ecdsa.VerifyData(block.Content.Span, block.Signature.Span, hash, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            // A key of the other kind, or bytes that are no key or signature: nothing signed by it.
            return false;
        }
    }

    private static HashAlgorithmName? HashOf(string oid) => oid switch
    {
        Rsa + "11" or Ecdsa + "2" => HashAlgorithmName.SHA256,
        Rsa + "12" or Ecdsa + "3" => HashAlgorithmName.SHA384,
        Rsa + "13" or Ecdsa + "4" => HashAlgorithmName.SHA512,
        _ => null,
    };
}
