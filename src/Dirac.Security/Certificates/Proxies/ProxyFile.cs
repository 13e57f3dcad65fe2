using System.Security.Cryptography;
using System.Text;
using Dirac.Model.Errors;
using Dirac.Security.Certificates.Der;
using Dirac.Security.Local;

namespace Dirac.Security.Certificates.Proxies;

/// <summary>Proxy files: the certificate, its unencrypted key, then the certificates above it, as PEM; mode 0600. Thread-safe.</summary>
/// <remarks>Other blocks, such as a token that DiracX appends, are skipped. The key may be PKCS #8, PKCS #1 or SEC 1; it is written as PKCS #8.</remarks>
public static class ProxyFile
{
    private const int LargestFile = 256 * 1024;
    private const int MostCertificates = 64;
    private const string CertificateLabel = "CERTIFICATE";
    private const string Advice = "Make a new proxy, or name another file.";
    private static readonly string[] KeyLabels = ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"];

    /// <summary>Reads the proxy in <paramref name="path"/>.</summary>
    /// <exception cref="DiracException">The file is open to others or belongs to another user (NotAuthorized), or holds no proxy with its key (BadRequest).</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static GridCredential Read(string path) =>
        TryParse(Encoding.Latin1.GetString(PrivateFile.Read(path)))
            ?? throw new DiracException(ErrorCode.BadRequest, $"{path} does not hold a certificate with its unencrypted key.", Advice);

    /// <summary>Writes <paramref name="credential"/> to <paramref name="path"/> with mode 0600, replacing an older file in one step.</summary>
    public static void Write(string path, GridCredential credential) => PrivateFile.Write(path, Encoding.ASCII.GetBytes(ToPem(credential)));

    /// <summary>The text of a proxy file; it holds the key.</summary>
    public static string ToPem(GridCredential credential) =>
        CertificatesToPem([credential.Certificates[0]]) + credential.ExportKeyPem() + "\n" + CertificatesToPem(credential.Certificates.Skip(1));

    /// <summary>Reads the text of a proxy file, or of a certificate file followed by that of its key.</summary>
    /// <param name="pem">The first certificate is the one of the key; an encrypted key is not read.</param>
    /// <returns>Null when a certificate or the key is missing, cannot be read, or they do not belong together.</returns>
    public static GridCredential? TryParse(string pem)
    {
        if (pem.Length > LargestFile) return null;
        var blocks = PemBlocks.Read(pem, CertificateLabel);
        if (blocks.Count is 0 or > MostCertificates) return null;
        var chain = blocks.Select(block => GridCertificate.TryRead(block)).OfType<GridCertificate>().ToList();
        return chain.Count == blocks.Count && TryImportKey(pem, chain[0]) is { } key ? new GridCredential(chain, key) : null;
    }

    internal static string CertificatesToPem(IEnumerable<ReadOnlyMemory<byte>> certificates) =>
        string.Concat(certificates.Select(certificate => PemEncoding.WriteString(CertificateLabel, certificate.Span) + "\n"));

    private static AsymmetricAlgorithm? TryImportKey(string pem, GridCertificate owner)
    {
        foreach (var label in KeyLabels)
        {
            if (PemBlocks.Read(pem, label) is not [var der, ..]) continue;
            return label switch
            {
                "RSA PRIVATE KEY" => TryImport(owner, RSA.Create(), rsa => rsa.ImportRSAPrivateKey(der, out _)),
                "EC PRIVATE KEY" => TryImport(owner, ECDsa.Create(), ecdsa => ecdsa.ImportECPrivateKey(der, out _)),
                _ => TryImport(owner, RSA.Create(), rsa => rsa.ImportPkcs8PrivateKey(der, out _))
                    ?? TryImport(owner, ECDsa.Create(), ecdsa => ecdsa.ImportPkcs8PrivateKey(der, out _)),
            };
        }

        return null;
    }

    private static AsymmetricAlgorithm? TryImport<T>(GridCertificate owner, T key, Action<T> import)
        where T : AsymmetricAlgorithm
    {
        try
        {
            import(key);
            if (key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(owner.PublicKey.Span)) return key;
        }
        catch (Exception failure) when (failure is CryptographicException or PlatformNotSupportedException)
        {
            // Not a key of this kind, or one on a curve that the library does not know.
            key.Dispose();
            return null;
        }

        key.Dispose();
        return null;
    }
}
