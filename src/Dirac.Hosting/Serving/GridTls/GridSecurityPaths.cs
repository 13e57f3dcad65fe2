using Dirac.Model.Configuration;

namespace Dirac.Hosting.Serving.GridTls;

/// <summary>Where the host's certificate and the trusted authorities lie.</summary>
/// <param name="Certificate">The host's certificate, then the authorities between it and the root, as PEM.</param>
/// <param name="Key">Its unencrypted key, as PEM.</param>
/// <param name="Authorities">Folder of the authorities and their revocation lists.</param>
internal sealed record GridSecurityPaths(string Certificate, string Key, string Authorities)
{
    private const string Folder = "/etc/grid-security";

    /// <summary>Looks where DIRAC looks. Pure.</summary>
    public static GridSecurityPaths Find(CfgSection root, Func<string, string?> environment) => new(
        FirstOf(environment("DIRAC_X509_HOST_CERT"), root.GetOption("/DIRAC/Security/CertFile")) ?? $"{Folder}/hostcert.pem",
        FirstOf(environment("DIRAC_X509_HOST_KEY"), root.GetOption("/DIRAC/Security/KeyFile")) ?? $"{Folder}/hostkey.pem",
        FirstOf(root.GetOption("/DIRAC/Security/CALocation"), environment("X509_CERT_DIR")) ?? $"{Folder}/certificates");

    private static string? FirstOf(params ReadOnlySpan<string?> paths)
    {
        foreach (var path in paths)
        {
            if (!string.IsNullOrWhiteSpace(path)) return path;
        }

        return null;
    }
}
