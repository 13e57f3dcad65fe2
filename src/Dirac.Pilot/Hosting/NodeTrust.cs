using Dirac.Pilot.Supervision;

namespace Dirac.Pilot.Hosting;

/// <summary>Where a node keeps the authorities it trusts.</summary>
/// <remarks>
/// OpenSSL looks in the folders of the distribution it was made for. The one in the native pilot was made for Debian and runs anywhere, so it is told the
/// node's own place, with the variables that OpenSSL knows. Who has set one of them is obeyed.
/// </remarks>
internal static class NodeTrust
{
    private const string FileVariable = "SSL_CERT_FILE";
    private const string FolderVariable = "SSL_CERT_DIR";
    private const string HomeVariable = "HOME";

    // Debian and SUSE's newer ones, EL 7 and later, EL 6, SUSE, Alpine.
    private static readonly string[] Bundles =
    [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ];

    /// <summary>Tells the OpenSSL of this process where to look; to be called before the first connection.</summary>
    internal static void Use()
    {
        if (Find(Environment.GetEnvironmentVariable, File.Exists) is { } bundle) _ = Libc.SetEnvironment(FileVariable, bundle, overwrite: 1);
    }

    /// <summary>Gives a process without a home one.</summary>
    /// <param name="directory">Taken when HOME is not set.</param>
    /// <remarks>.NET looks for more certificates there whenever it judges one, and the native pilot cannot ask LDAP where it is.</remarks>
    internal static void EnsureHome(string directory)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(HomeVariable))) Environment.SetEnvironmentVariable(HomeVariable, directory);
    }

    /// <summary>The node's bundle of authorities; null when a variable names one or none of the known files is there.</summary>
    /// <param name="variable">Reads a variable of the environment.</param>
    /// <param name="exists">Whether a file is there.</param>
    internal static string? Find(Func<string, string?> variable, Func<string, bool> exists) =>
        string.IsNullOrEmpty(variable(FileVariable)) && string.IsNullOrEmpty(variable(FolderVariable)) ? Bundles.FirstOrDefault(exists) : null;
}
