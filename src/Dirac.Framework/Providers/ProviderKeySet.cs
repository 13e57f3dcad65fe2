using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Dirac.Framework.Providers;

/// <summary>The keys with which a provider signs (RFC 7517): RSA of 2,048 to 8,192 bits, and the curves of NIST. What is anything else is left out.</summary>
/// <param name="Keys">The keys.</param>
internal sealed record ProviderKeySet(IReadOnlyList<SecurityKey> Keys)
{
    private const int MostKeys = 50;
    private const int ShortestModulus = 256;
    private const int LongestModulus = 1024;
    private const int LongestExponent = 8;

    // Keys come and go with the provider; a cache for the whole process would outlive them.
    private static readonly CryptoProviderFactory Uncached = new() { CacheSignatureProviders = false };

    /// <summary>Whether a token that names <paramref name="keyId"/> may be signed by one of these; true when it names none.</summary>
    public bool MayHold(string? keyId) => string.IsNullOrEmpty(keyId) || Keys.Any(key => key.KeyId == keyId);

    /// <summary>Reads a key set.</summary>
    /// <param name="json">The bytes as they came.</param>
    /// <param name="issuer">Whose it is.</param>
    /// <exception cref="Dirac.Model.Errors.DiracException">Unavailable: it cannot be understood.</exception>
    public static ProviderKeySet Read(ReadOnlyMemory<byte> json, Uri issuer)
    {
        var document = ForeignJson.ReadObject(json, $"The key set of {issuer}");
        return new ProviderKeySet([.. ForeignJson.Objects(document, "keys").Take(MostKeys).Select(Read).OfType<SecurityKey>()]);
    }

    private static SecurityKey? Read(JsonElement key)
    {
        if (ForeignJson.Text(key, "use") is { } use && use != "sig") return null;
        if (ForeignJson.Text(key, "alg") is { } algorithm && !IdTokenRules.Algorithms.Contains(algorithm)) return null;
        try
        {
            AsymmetricSecurityKey? made = ForeignJson.Text(key, "kty") switch
            {
                "RSA" => ReadRsa(key),
                "EC" => ReadCurve(key),
                _ => null,
            };
            if (made is null) return null;
            made.KeyId = ForeignJson.Text(key, "kid");
            made.CryptoProviderFactory = Uncached;
            return made;
        }
        catch (CryptographicException)
        {
            // Numbers that are no key, such as a point beside the curve.
            return null;
        }
    }

    private static RsaSecurityKey? ReadRsa(JsonElement key)
    {
        if (Bytes(key, "n") is not { Length: >= ShortestModulus and <= LongestModulus } modulus || modulus[0] == 0) return null;
        if (Bytes(key, "e") is not { Length: >= 1 and <= LongestExponent } exponent || (exponent[^1] & 1) == 0 || exponent is [1]) return null;
        return new RsaSecurityKey(RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent }));
    }

    private static ECDsaSecurityKey? ReadCurve(JsonElement key)
    {
        ECCurve? curve = ForeignJson.Text(key, "crv") switch
        {
            "P-256" => ECCurve.NamedCurves.nistP256,
            "P-384" => ECCurve.NamedCurves.nistP384,
            "P-521" => ECCurve.NamedCurves.nistP521,
            _ => null,
        };
        return curve is { } known && Bytes(key, "x") is { } x && Bytes(key, "y") is { } y
            ? new ECDsaSecurityKey(ECDsa.Create(new ECParameters { Curve = known, Q = new ECPoint { X = x, Y = y } }))
            : null;
    }

    private static byte[]? Bytes(JsonElement key, string name) =>
        ForeignJson.Text(key, name) is { } text && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
