using System.Security.Cryptography;
using System.Text;
using Dirac.Security.Certificates.Der;

namespace Dirac.Security.Certificates.Authorities;

/// <summary>Reads a folder of authorities: OpenSSL's hash links (<c>5fe2a1b3.0</c>, <c>5fe2a1b3.r0</c>), or plain names (<c>*.pem</c>, <c>*.crl</c>).</summary>
/// <remarks>What a file holds is told by its content, PEM or DER; an authority that appears under several names counts once.</remarks>
internal static class CaFiles
{
    private const int LargestFile = 64 * 1024 * 1024;
    private const string CertificateLabel = "CERTIFICATE";
    private const string CrlLabel = "X509 CRL";

    /// <summary>Names, sizes and times of the files: as long as they are equal, nothing is read again.</summary>
    /// <exception cref="IOException">The folder cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be listed.</exception>
    public static string Fingerprint(string directory)
    {
        var facts = new StringBuilder();
        foreach (var path in List(directory))
        {
            var file = Target(path);
            facts.Append(path).Append('\0').Append(file.Exists ? file.Length : -1).Append('\0').Append(file.LastWriteTimeUtc.Ticks).Append('\n');
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(facts.ToString())));
    }

    /// <summary>Reads all files; what cannot be used is a problem of the snapshot, not an exception.</summary>
    /// <exception cref="IOException">The folder cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be listed.</exception>
    public static CaSnapshot Read(string directory)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var authorities = new List<GridCertificate>();
        var lists = new List<RevocationList>();
        var problems = new List<string>();
        var hashes = new HashNames();
        foreach (var path in List(directory))
        {
            var blocks = BlocksOf(path, problems);
            hashes.Note(path, blocks);
            if (blocks.Count == 0) problems.Add($"{path} holds no certificate or revocation list.");
            foreach (var block in blocks.Where(block => seen.Add(Convert.ToHexString(SHA256.HashData(block)))))
            {
                if (GridCertificate.TryRead(block) is { } certificate) AddAuthority(certificate, path);
                else if (RevocationList.TryRead(block) is { } list) lists.Add(list);
                else problems.Add($"{path} holds something that is neither a certificate nor a revocation list.");
            }
        }

        return CaSnapshot.Create(authorities, lists, problems, hashes.NamesWithUnreadableLists);

        void AddAuthority(GridCertificate certificate, string path)
        {
            if (certificate.IsAuthority) authorities.Add(certificate);
            else problems.Add($"{path} holds a certificate of {certificate.Subject}, which is no authority.");
        }
    }

    private static IReadOnlyList<string> List(string directory) =>
        [.. Directory.EnumerateFiles(directory).Where(IsOurs).Order(StringComparer.Ordinal)];

    private static bool IsOurs(string path)
    {
        var ending = Path.GetExtension(path.AsSpan());
        if (ending is ".pem" or ".crl" or ".crt") return true;
        var digits = ending.StartsWith(".r") ? ending[2..] : ending.Length > 0 ? ending[1..] : [];
        return digits.Length > 0 && digits.IndexOfAnyExceptInRange('0', '9') < 0;
    }

    // A hash link's own time does not change when its target does.
    private static FileInfo Target(string path)
    {
        var file = new FileInfo(path);
        try
        {
            return file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        }
        catch (IOException)
        {
            return file;
        }
    }

    private static IReadOnlyList<byte[]> BlocksOf(string path, List<string> problems)
    {
        try
        {
            if (Target(path) is { Exists: true, Length: > LargestFile })
            {
                problems.Add($"{path} is too large to be read.");
                return [];
            }

            var content = File.ReadAllBytes(path);
            return content is [0x30, ..] ? [content] : PemBlocks.Read(Encoding.Latin1.GetString(content), CertificateLabel, CrlLabel);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{path} cannot be read: {failure.Message}");
            return [];
        }
    }
}
