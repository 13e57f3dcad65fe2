using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dirac.Model.Errors;
using Dirac.Security.Local;
using Microsoft.IdentityModel.Tokens;

namespace Dirac.Security.Tokens;

/// <summary>The RSA keys with which tokens are signed and verified. Immutable and thread-safe.</summary>
/// <remarks>The first RSA key with the operation "sign" and its private parts signs; every RSA key of the set verifies, so that keys can be rotated.</remarks>
public sealed class SigningKeys
{
    private const int LeastBits = 2048;
    private const int DerivedBytes = 32;
    private readonly IReadOnlyList<RsaSecurityKey> _all;
    private readonly RsaSecurityKey _signing;

    private SigningKeys(IReadOnlyList<RsaSecurityKey> all, RsaSecurityKey signing, string? warning)
    {
        (_all, _signing) = (all, signing);
        Signing = new SigningCredentials(signing, SecurityAlgorithms.RsaSha256);
        Warning = warning;
        var documents = all.Select(key => RsaKeyCodec.Public(key.Rsa.ExportParameters(includePrivateParameters: false), key.KeyId));
        PublicKeySet = JsonSerializer.SerializeToUtf8Bytes(new KeySetDocument([.. documents]), SecurityJsonContext.Default.KeySetDocument);
    }

    /// <summary>The public keys as a JSON Web Key Set, UTF-8.</summary>
    public ReadOnlyMemory<byte> PublicKeySet { get; }

    /// <summary>Something an administrator should know about the key file; null when all is well.</summary>
    public string? Warning { get; }

    /// <summary>What signs.</summary>
    internal SigningCredentials Signing { get; }

    /// <summary>What verifies a token that names the key <paramref name="keyId"/>: that key, or nothing; for one that names none, every key.</summary>
    internal IEnumerable<SecurityKey> Verifying(string? keyId) => string.IsNullOrEmpty(keyId) ? _all : _all.Where(key => key.KeyId == keyId);

    /// <summary>A key of 32 bytes for a purpose of its own, the same in every process that has this key file until another key signs.</summary>
    /// <param name="purpose">What it is for; nothing can be learned from it about the key of another purpose, or about the keys that sign.</param>
    public byte[] DeriveKey(string purpose) => DeriveKey(_signing, purpose);

    /// <summary>The keys for a purpose that <see cref="DeriveKey(string)"/> gives, gave or will give: the first is today's, the others were made, or will be, of keys
    /// in the file that do not sign. What was sealed before a change of keys can be opened with them.</summary>
    public IReadOnlyList<byte[]> DeriveKeys(string purpose) =>
        [DeriveKey(purpose), .. _all.Where(key => key != _signing && key.PrivateKeyStatus == PrivateKeyStatus.Exists).Select(key => DeriveKey(key, purpose))];

    /// <summary>Reads the key set at <paramref name="path"/>.</summary>
    /// <exception cref="DiracException">BadConfiguration when the file is missing, damaged, or has no RSA key that can sign.</exception>
    public static SigningKeys Load(string path)
    {
        try
        {
            return FromJson(File.ReadAllBytes(path), path, ReadableByOthers(path)
                ? $"{path} can be read by every user of this machine: close it with chmod 600 {path}"
                : null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DiracException(ErrorCode.BadConfiguration, $"The key file {path} cannot be read: {failure.Message}", "Check the path given with --jwks.", failure);
        }
    }

    /// <summary>Reads the keys of <paramref name="dataDirectory"/>; at first start makes one (RSA, 2048 bits) in a 0600 file.</summary>
    /// <exception cref="DiracException">The existing file is damaged or open to others.</exception>
    public static SigningKeys LoadOrCreate(string dataDirectory)
    {
        DataDirectory.Ensure(dataDirectory);
        var path = Path.Combine(dataDirectory, "signing-keys.json");
        if (!File.Exists(path))
            PrivateFile.TryCreate(path, NewKeySet());
        return FromJson(PrivateFile.Read(path), path, warning: null);
    }

    private static byte[] DeriveKey(RsaSecurityKey key, string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, key.Rsa.ExportParameters(includePrivateParameters: true).D!, DerivedBytes, info: Encoding.UTF8.GetBytes(purpose));

    private static byte[] NewKeySet()
    {
        using var key = RSA.Create(LeastBits);
        var name = RsaKeyCodec.Thumbprint(key.ExportParameters(includePrivateParameters: false));
        return JsonSerializer.SerializeToUtf8Bytes(new KeySetDocument([RsaKeyCodec.Private(key, name)]), SecurityJsonContext.Default.KeySetDocument);
    }

    private static SigningKeys FromJson(byte[] json, string path, string? warning)
    {
        try
        {
            var set = JsonSerializer.Deserialize(json, SecurityJsonContext.Default.KeySetDocument) ?? throw new JsonException("The file holds null.");
            var documents = set.Keys.Where(key => key.KeyType == "RSA").ToList();
            var keys = documents.ConvertAll(ReadKey);
            var signing = documents.FindIndex(CanSign);
            if (signing < 0)
                throw new FormatException("No RSA key in it has the operation \"sign\" in key_ops and its private part d.");
            return new SigningKeys(keys, keys[signing], warning);
        }
        catch (Exception failure) when (failure is JsonException or FormatException or CryptographicException)
        {
            throw new DiracException(ErrorCode.BadConfiguration, $"The key file {path} is not usable: {failure.Message}", "Give a JSON Web Key Set with an RSA key of at least 2048 bits that has \"sign\" in key_ops.", failure);
        }
    }

    private static bool CanSign(KeyDocument key) => key.D is not null && key.Operations?.Contains("sign", StringComparer.Ordinal) == true;

    private static RsaSecurityKey ReadKey(KeyDocument document)
    {
        var rsa = RsaKeyCodec.Read(document);
        if (rsa.KeySize < LeastBits)
            throw new FormatException($"A key of {rsa.KeySize} bits is too short.");
        return new RsaSecurityKey(rsa) { KeyId = document.KeyId ?? RsaKeyCodec.Thumbprint(rsa.ExportParameters(includePrivateParameters: false)) };
    }

    private static bool ReadableByOthers(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.OtherRead) != 0;
}
