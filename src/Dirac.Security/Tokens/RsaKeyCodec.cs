using System.Buffers.Text;
using System.Security.Cryptography;

namespace Dirac.Security.Tokens;

/// <summary>RSA keys to and from their JSON form.</summary>
internal static class RsaKeyCodec
{
    /// <summary>A new key that signs and verifies, named by its thumbprint.</summary>
    public static KeyDocument Create(int bits)
    {
        using var key = RSA.Create(bits);
        return Private(key, Thumbprint(key.ExportParameters(includePrivateParameters: false)));
    }

    /// <summary>Signing and verifying, private parts included.</summary>
    public static KeyDocument Private(RSA key, string keyId)
    {
        var parameters = key.ExportParameters(includePrivateParameters: true);
        return Public(parameters, keyId) with
        {
            Operations = ["sign", "verify"],
            D = Text(parameters.D),
            P = Text(parameters.P),
            Q = Text(parameters.Q),
            DP = Text(parameters.DP),
            DQ = Text(parameters.DQ),
            InverseQ = Text(parameters.InverseQ),
        };
    }

    /// <summary>Verifying only.</summary>
    public static KeyDocument Public(RSAParameters parameters, string keyId) => new()
    {
        KeyType = "RSA",
        KeyId = keyId,
        Algorithm = "RS256",
        Use = "sig",
        Operations = ["verify"],
        Modulus = Text(parameters.Modulus),
        Exponent = Text(parameters.Exponent),
    };

    /// <summary>The key in <paramref name="document"/>, with its private parts when they are there.</summary>
    /// <exception cref="FormatException">A part is missing or is no base64url.</exception>
    /// <exception cref="CryptographicException">The parts do not make a key.</exception>
    public static RSA Read(KeyDocument document) => RSA.Create(new RSAParameters
    {
        Modulus = Bytes(document.Modulus) ?? throw new FormatException("The modulus n is missing."),
        Exponent = Bytes(document.Exponent) ?? throw new FormatException("The exponent e is missing."),
        D = Bytes(document.D),
        P = Bytes(document.P),
        Q = Bytes(document.Q),
        DP = Bytes(document.DP),
        DQ = Bytes(document.DQ),
        InverseQ = Bytes(document.InverseQ),
    });

    /// <summary>The key's name by RFC 7638: the same key always has the same one.</summary>
    public static string Thumbprint(RSAParameters key) =>
        Base64Url.EncodeToString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(
            $"{{\"e\":\"{Text(key.Exponent)}\",\"kty\":\"RSA\",\"n\":\"{Text(key.Modulus)}\"}}")));

    private static string? Text(byte[]? part) => part is null ? null : Base64Url.EncodeToString(part);

    private static byte[]? Bytes(string? part) => part is null ? null : Base64Url.DecodeFromChars(part);
}
