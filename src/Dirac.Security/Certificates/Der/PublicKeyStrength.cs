using System.Formats.Asn1;
using System.Numerics;

namespace Dirac.Security.Certificates.Der;

/// <summary>Which keys we work with: RSA of 2048 to 8192 bits, and the curves P-256, P-384 and P-521. Pure.</summary>
/// <remarks>Judged before a key reaches the cryptographic library: huge moduli or exponents would let a stranger burn our time.</remarks>
internal static class PublicKeyStrength
{
    private const int FewestBits = 2048;
    private const int MostBits = 8192;
    private static readonly BigInteger LargestExponent = BigInteger.One << 33;

    /// <summary>Whether the key in <paramref name="publicKey"/> (SubjectPublicKeyInfo) is one of them.</summary>
    public static bool IsAccepted(ReadOnlyMemory<byte> publicKey)
    {
        try
        {
            var outer = new AsnReader(publicKey, AsnEncodingRules.DER);
            var info = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var algorithm = info.ReadSequence();
            var oid = algorithm.ReadObjectIdentifier();
            var key = info.ReadBitString(out var unused);
            info.ThrowIfNotEmpty();
            return unused == 0 && IsAcceptedKind(oid, algorithm, key);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static bool IsAcceptedKind(string oid, AsnReader parameters, ReadOnlyMemory<byte> key) => oid switch
    {
        "1.2.840.113549.1.1.1" => IsAcceptedRsa(key),
        // Only named curves: explicit parameters have been used to forge keys.
        "1.2.840.10045.2.1" => parameters.HasData && parameters.PeekTag() == Asn1Tag.ObjectIdentifier
            && parameters.ReadObjectIdentifier() is "1.2.840.10045.3.1.7" or "1.3.132.0.34" or "1.3.132.0.35",
        _ => false,
    };

    private static bool IsAcceptedRsa(ReadOnlyMemory<byte> key)
    {
        var numbers = new AsnReader(key, AsnEncodingRules.DER).ReadSequence();
        var modulus = numbers.ReadInteger();
        var exponent = numbers.ReadInteger();
        return modulus.Sign > 0 && modulus.GetBitLength() is >= FewestBits and <= MostBits
            && exponent > 2 && exponent < LargestExponent && !exponent.IsEven;
    }
}
