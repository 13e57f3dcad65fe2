using System.Text;
using Dirac.Model.Errors;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.Local;

namespace Dirac.Hosting.Serving.GridTls;

/// <summary>Reads the host's certificate and key.</summary>
internal static class HostCredentialFile
{
    private const string Advice = "Give the host's certificate and key with DIRAC_X509_HOST_CERT and DIRAC_X509_HOST_KEY, or with CertFile and KeyFile in /DIRAC/Security.";

    /// <summary>Sizes and times of both files: as long as they are equal, nothing is read again.</summary>
    public static string Fingerprint(GridSecurityPaths paths) => Facts(paths.Certificate) + Facts(paths.Key);

    /// <summary>Reads both; the caller disposes the result.</summary>
    /// <exception cref="DiracException">They cannot be read, do not belong together, or the key is open to others.</exception>
    public static GridCredential Read(GridSecurityPaths paths)
    {
        try
        {
            var pem = File.ReadAllText(paths.Certificate, Encoding.Latin1) + "\n" + Encoding.Latin1.GetString(PrivateFile.Read(paths.Key));
            return ProxyFile.TryParse(pem)
                ?? throw new DiracException(ErrorCode.BadConfiguration, $"{paths.Certificate} and {paths.Key} are no certificate and its unencrypted key.", Advice);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DiracException(ErrorCode.BadConfiguration, $"The host's certificate cannot be read: {failure.Message}", Advice, failure);
        }
    }

    private static string Facts(string path)
    {
        var file = new FileInfo(path);
        var target = file.Exists ? file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file : file;
        return target.Exists ? $"{path}\0{target.Length}\0{target.LastWriteTimeUtc.Ticks}\n" : $"{path}\0\n";
    }
}
