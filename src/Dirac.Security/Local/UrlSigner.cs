using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dirac.Security.Local;

/// <summary>Signs addresses of our own so that who holds one may use it until it expires. Thread-safe.</summary>
/// <remarks>HMAC-SHA256 over purpose, resource and expiry with a key kept 0600 in the data directory, so addresses survive a restart.</remarks>
public sealed class UrlSigner
{
    private const int KeyBytes = 32;
    private readonly byte[] _key;
    private readonly TimeProvider _clock;

    /// <summary>Creates a signer with <paramref name="key"/> (32 bytes) that expires addresses by <paramref name="clock"/>.</summary>
    /// <exception cref="ArgumentException">The key is not 32 bytes long.</exception>
    public UrlSigner(byte[] key, TimeProvider clock)
    {
        if (key.Length != KeyBytes)
            throw new ArgumentException($"The key has {key.Length} bytes instead of {KeyBytes}.", nameof(key));
        _key = key;
        _clock = clock;
    }

    /// <summary>Creates a signer with the key of <paramref name="dataDirectory"/>, made at first use.</summary>
    public static UrlSigner Open(string dataDirectory, TimeProvider clock)
    {
        DataDirectory.Ensure(dataDirectory);
        var path = Path.Combine(dataDirectory, "url-signing.key");
        PrivateFile.TryCreate(path, RandomNumberGenerator.GetBytes(KeyBytes));
        return new UrlSigner(PrivateFile.Read(path), clock);
    }

    /// <summary>Makes a signature for <paramref name="resource"/>, safe in a URL as it is.</summary>
    /// <param name="purpose">What it allows, for example <c>sandbox-upload</c>; a signature never serves another purpose.</param>
    /// <param name="resource">Everything it binds: name, size, hash.</param>
    /// <param name="lifetime">How long it is good.</param>
    public string Sign(string purpose, string resource, TimeSpan lifetime)
    {
        var expires = (_clock.GetUtcNow() + lifetime).ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"{expires}.{Base64Url.EncodeToString(Mac(purpose, resource, expires))}");
    }

    /// <summary>Judges <paramref name="signature"/>, made by <see cref="Sign"/> for the same purpose and resource.</summary>
    public SignatureVerdict Verify(string purpose, string resource, string signature)
    {
        var dot = signature.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !long.TryParse(signature.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var expires))
            return SignatureVerdict.Forged;

        // The text is compared, not its decoding: one signature has one spelling.
        var expected = Base64Url.EncodeToUtf8(Mac(purpose, resource, expires));
        if (!CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature[(dot + 1)..])))
            return SignatureVerdict.Forged;
        return expires > _clock.GetUtcNow().ToUnixTimeSeconds() ? SignatureVerdict.Good : SignatureVerdict.Expired;
    }

    // Lengths stand before the texts so that no two different inputs are signed alike.
    private byte[] Mac(string purpose, string resource, long expires) =>
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{purpose.Length}:{purpose}{resource.Length}:{resource}{expires}")));
}
