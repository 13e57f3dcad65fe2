using System.Security.Cryptography;
using System.Text;
using Dirac.Model.Errors;
using Dirac.Security.Certificates.Der;
using Dirac.Security.Local;

namespace Dirac.Security.Certificates.Proxies;

/// <summary>A user's certificate and key in two files, as <c>~/.globus/usercert.pem</c> and <c>userkey.pem</c>.</summary>
public static class UserCertificate
{
    private const string Encrypted = "ENCRYPTED PRIVATE KEY";
    private const string OldMark = "Proc-Type: 4,ENCRYPTED";

    /// <summary>Reads both.</summary>
    /// <param name="certificatePath">The certificate, and those above it if there are any.</param>
    /// <param name="keyPath">The key: 0600 or 0400, its owner's; PKCS #8, encrypted or not, PKCS #1 or SEC 1.</param>
    /// <param name="passphrase">Asked once, if the key is encrypted.</param>
    /// <returns>The credential; the caller disposes it.</returns>
    /// <exception cref="DiracException">A file is missing, open to others, unreadable, or the passphrase is wrong (BadRequest, NotAuthorized).</exception>
    public static GridCredential Read(string certificatePath, string keyPath, Func<string> passphrase)
    {
        if (!File.Exists(certificatePath)) throw Wrong($"There is no certificate at {certificatePath}.", "Name it with --cert or X509_USER_CERT.");
        if (!File.Exists(keyPath)) throw Wrong($"There is no key at {keyPath}.", "Name it with --key or X509_USER_KEY.");
        var certificate = File.ReadAllText(certificatePath, Encoding.Latin1);
        var key = Encoding.Latin1.GetString(PrivateFile.Read(keyPath));
        if (key.Contains(OldMark, StringComparison.Ordinal))
            throw Wrong($"{keyPath} is encrypted in the way of old OpenSSL, which is not read here.", $"Convert it once: openssl pkcs8 -topk8 -in {keyPath} -out new.pem");
        if (PemBlocks.Read(key, Encrypted) is [var der, ..]) return Decrypt(certificate, der, keyPath, passphrase());
        return ProxyFile.TryParse(OnlyCertificates(certificate) + key) ?? throw Mismatch(certificatePath, keyPath);
    }

    private static GridCredential Decrypt(string certificate, byte[] der, string keyPath, string passphrase)
    {
        foreach (var key in (AsymmetricAlgorithm[])[RSA.Create(), ECDsa.Create()])
        {
            using (key)
            {
                if (!TryImport(key, der, passphrase)) continue;
                return ProxyFile.TryParse(OnlyCertificates(certificate) + key.ExportPkcs8PrivateKeyPem() + "\n") ?? throw Mismatch("the certificate", keyPath);
            }
        }

        throw Wrong($"{keyPath} cannot be decrypted.", "Check the passphrase.");
    }

    private static bool TryImport(AsymmetricAlgorithm key, byte[] der, string passphrase)
    {
        try
        {
            key.ImportEncryptedPkcs8PrivateKey(passphrase, der, out _);
            return true;
        }
        catch (CryptographicException)
        {
            // A wrong passphrase, or a key of the other kind.
            return false;
        }
    }

    private static string OnlyCertificates(string text) => ProxyFile.CertificatesToPem(PemBlocks.Read(text, "CERTIFICATE").Select(block => (ReadOnlyMemory<byte>)block));

    private static DiracException Mismatch(string certificate, string key) =>
        Wrong($"{certificate} and {key} do not hold a certificate and its key.", "Check that they belong together.");

    private static DiracException Wrong(string problem, string advice) => new(ErrorCode.BadRequest, problem, advice);
}
