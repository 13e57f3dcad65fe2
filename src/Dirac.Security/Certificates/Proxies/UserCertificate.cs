using System.Text;
using Dirac.Model.Errors;
using Dirac.Security.Certificates.Der;

namespace Dirac.Security.Certificates.Proxies;

/// <summary>A user's certificate and key in two files, as <c>~/.globus/usercert.pem</c> and <c>userkey.pem</c>.</summary>
public static class UserCertificate
{
    /// <summary>Reads both.</summary>
    /// <param name="certificatePath">The certificate, and those above it if there are any.</param>
    /// <param name="keyPath">The key: 0600 or 0400, its owner's; see <see cref="UserKeyFile"/>.</param>
    /// <param name="passphrase">Asked once, if the key is encrypted.</param>
    /// <returns>The credential; the caller disposes it.</returns>
    /// <exception cref="DiracException">A file is missing, open to others, unreadable, or the passphrase is wrong (BadRequest, NotAuthorized).</exception>
    public static GridCredential Read(string certificatePath, string keyPath, Func<string> passphrase)
    {
        if (!File.Exists(certificatePath)) throw Wrong($"There is no certificate at {certificatePath}.", "Name it with --cert or X509_USER_CERT.");
        if (!File.Exists(keyPath)) throw Wrong($"There is no key at {keyPath}.", "Name it with --key or X509_USER_KEY.");
        using var key = UserKeyFile.Read(keyPath, passphrase);
        // Only certificates are taken from that file: a key in it must not stand in for the user's.
        var certificates = PemBlocks.Read(File.ReadAllText(certificatePath, Encoding.Latin1), "CERTIFICATE").Select(block => (ReadOnlyMemory<byte>)block);
        return ProxyFile.TryParse(ProxyFile.CertificatesToPem(certificates) + key.ExportPkcs8PrivateKeyPem() + "\n")
            ?? throw Wrong($"{certificatePath} and {keyPath} do not hold a certificate and its key.", "Check that they belong together.");
    }

    private static DiracException Wrong(string problem, string advice) => new(ErrorCode.BadRequest, problem, advice);
}
