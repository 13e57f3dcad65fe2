using System.Text;
using Dirac.Security.Certificates.Der;

namespace Dirac.Security.Certificates.Voms;

/// <summary>A folder that says which servers may speak for which VO: <c>VO/HOST.lsc</c> with names, or <c>VO/*.pem</c> with certificates. Thread-safe.</summary>
/// <remarks>
/// Read whenever it is asked: files are few and small, and a change counts at once. Certificates outside the VO's own folder, which VOMS would
/// believe for any VO, are not looked at.
/// </remarks>
/// <param name="path">The folder.</param>
public sealed class VomsDirectory(string path)
{
    private const string UsualPath = "/etc/grid-security/vomsdir";
    private const int LargestFile = 64 * 1024;
    private const int MostFiles = 100;

    /// <summary>The folder.</summary>
    public string Path => path;

    /// <summary>The folder that <c>X509_VOMS_DIR</c> names, else <c>/etc/grid-security/vomsdir</c>.</summary>
    /// <param name="environment">Gives variables.</param>
    public static VomsDirectory Find(Func<string, string?> environment) =>
        new(environment("X509_VOMS_DIR") is { Length: > 0 } named ? named : UsualPath);

    /// <summary>What is known about a server. Both words are safe as names of files: whoever read them has seen to that.</summary>
    internal VomsServers Read(string vo, string host)
    {
        var folder = System.IO.Path.Combine(path, vo);
        var lsc = System.IO.Path.Combine(folder, host + ".lsc");
        try
        {
            if (!Directory.Exists(folder)) return new VomsServers([], [], $"there is no {folder}");
            var chains = File.Exists(lsc) ? LscChain.Parse(ReadText(lsc)) : null;
            var certificates = Directory.EnumerateFiles(folder, "*.pem").Order(StringComparer.Ordinal).Take(MostFiles).SelectMany(ReadCertificates).ToList();
            return new VomsServers(chains ?? [], certificates, chains is null ? $"there is no {lsc}" : $"{lsc} lists other names");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new VomsServers([], [], $"{folder} cannot be read: {failure.Message}");
        }
    }

    private static IEnumerable<GridCertificate> ReadCertificates(string file) =>
        PemBlocks.Read(ReadText(file), "CERTIFICATE").Select(block => GridCertificate.TryRead(block)).OfType<GridCertificate>();

    private static string ReadText(string file) => new FileInfo(file).Length <= LargestFile ? File.ReadAllText(file, Encoding.UTF8) : "";
}
