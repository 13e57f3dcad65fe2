using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Dirac.Model.Errors;
using Dirac.Security.Certificates.Der;
using Dirac.Security.Local;

namespace Dirac.Security.Certificates.Proxies;

/// <summary>Reads a user's key such as <c>~/.globus/userkey.pem</c>, encrypted or not, in every form that OpenSSL writes. Thread-safe.</summary>
public static class UserKeyFile
{
    private const string Encrypted = "ENCRYPTED PRIVATE KEY";
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";

    /// <summary>Reads the key in <paramref name="path"/>.</summary>
    /// <param name="path">A PEM file, 0600 or 0400: PKCS #8, PKCS #1 or SEC 1.</param>
    /// <param name="passphrase">Asked once, and only if the key is encrypted.</param>
    /// <returns>An <see cref="RSA"/> or <see cref="ECDsa"/>; the caller disposes it.</returns>
    /// <exception cref="DiracException">There is no such file or key, or the passphrase is wrong (BadRequest); the file is open to others or another user's (NotAuthorized).</exception>
    public static AsymmetricAlgorithm Read(string path, Func<string> passphrase)
    {
        var text = Encoding.Latin1.GetString(ReadFile(path));
        if (PemBlocks.Read(text, Encrypted) is [var sealedKey, ..]) return Decrypt(path, sealedKey, passphrase);
        if (TraditionalKey.TryFind(text) is { } traditional) return Decrypt(path, traditional, passphrase);
        if (PemBlocks.Read(text, "PRIVATE KEY") is [var pkcs8, ..] && TryImport(key => Import(key, pkcs8)) is { } plain) return plain;
        foreach (var label in (ReadOnlySpan<string>)["RSA PRIVATE KEY", "EC PRIVATE KEY"])
        {
            if (PemBlocks.Read(text, label) is [var der, ..] && TryImport(key => Import(key, label, der)) is { } old) return old;
        }

        throw Wrong($"{path} does not hold a key that can be read.", "An RSA or elliptic-curve key in PEM is needed.");
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return PrivateFile.Read(path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Wrong($"There is no key at {path}.", "Name the file of your key.");
        }
    }

    private static AsymmetricAlgorithm Decrypt(string path, byte[] sealedKey, Func<string> passphrase)
    {
        if (!IsKnownDerivation(sealedKey)) throw UnknownEncryption(path, "a way of making keys from passphrases that is not read here, such as scrypt");
        var secret = passphrase();
        return TryImport(key => key.ImportEncryptedPkcs8PrivateKey(secret, sealedKey, out _)) ?? throw WrongPassphrase(path);
    }

    private static AsymmetricAlgorithm Decrypt(string path, TraditionalKey traditional, Func<string> passphrase)
    {
        if (!traditional.IsKnown) throw UnknownEncryption(path, $"the cipher {traditional.Cipher}, which is not read here");
        if (traditional.TryDecrypt(passphrase()) is not { } der) throw WrongPassphrase(path);
        try
        {
            return TryImport(key => Import(key, traditional.Label, der)) ?? throw WrongPassphrase(path);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    // Both kinds are tried: what a wrong passphrase yields cannot be told from a key of the other kind.
    private static AsymmetricAlgorithm? TryImport(Action<AsymmetricAlgorithm> import)
    {
        foreach (var create in (ReadOnlySpan<Func<AsymmetricAlgorithm>>)[RSA.Create, ECDsa.Create])
        {
            var key = create();
            try
            {
                import(key);
                return key;
            }
            catch (Exception failure) when (failure is CryptographicException or PlatformNotSupportedException)
            {
                key.Dispose();
            }
        }

        return null;
    }

    private static void Import(AsymmetricAlgorithm key, byte[] pkcs8) => key.ImportPkcs8PrivateKey(pkcs8, out _);

    private static void Import(AsymmetricAlgorithm key, string label, byte[] der)
    {
        if (key is RSA rsa && label == "RSA PRIVATE KEY") rsa.ImportRSAPrivateKey(der, out _);
        else if (key is ECDsa curve && label == "EC PRIVATE KEY") curve.ImportECPrivateKey(der, out _);
        else throw new CryptographicException();
    }

    private static bool IsKnownDerivation(byte[] sealedKey)
    {
        try
        {
            var algorithm = new AsnReader(sealedKey, AsnEncodingRules.BER).ReadSequence().ReadSequence();
            return algorithm.ReadObjectIdentifier() != Pbes2 || algorithm.ReadSequence().ReadSequence().ReadObjectIdentifier() == Pbkdf2;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static DiracException WrongPassphrase(string path) => Wrong($"{path} cannot be decrypted: the passphrase is wrong, or the file is damaged.", "Try again.");

    private static DiracException UnknownEncryption(string path, string how) =>
        Wrong($"{path} is encrypted with {how}.", $"Convert it once: openssl pkcs8 -topk8 -in {path} -out NEW.pem");

    private static DiracException Wrong(string problem, string advice) => new(ErrorCode.BadRequest, problem, advice);
}
