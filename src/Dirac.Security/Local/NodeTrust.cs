using System.Runtime.InteropServices;

namespace Dirac.Security.Local;

/// <summary>Which authorities this process trusts: those of its machine, wherever they are kept, or one file of them.</summary>
/// <remarks>
/// OpenSSL looks in the folders of the distribution it was made for. The one in a native program was made for Debian and runs anywhere, so it is told the
/// machine's own place, with the variables that OpenSSL knows. Who has set one of them is obeyed. Programs started later do not see what is set here.
/// </remarks>
public static partial class NodeTrust
{
    private const string FileVariable = "SSL_CERT_FILE";
    private const string FolderVariable = "SSL_CERT_DIR";
    private const string HomeVariable = "HOME";
    private const string Nowhere = "/nonexistent";

    // Debian and SUSE's newer ones, EL 7 and later, EL 6, SUSE, Alpine.
    private static readonly string[] Bundles =
    [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ];

    /// <summary>Tells the OpenSSL of this process where the machine's authorities are; to be called before the first connection.</summary>
    public static void Use()
    {
        if (Find(Environment.GetEnvironmentVariable, File.Exists) is { } bundle) Set(FileVariable, bundle);
    }

    /// <summary>Spares this process the machine's authorities, since all its connections are judged by those in one file; to be called before the first one.</summary>
    /// <param name="caFile">PEM file of the authorities.</param>
    /// <remarks>Whenever .NET judges a certificate the first time it reads and parses everything the machine trusts, 60 ms, even where nothing of it counts.</remarks>
    public static void UseOnly(string caFile)
    {
        Set(FileVariable, caFile);
        Set(FolderVariable, Nowhere);
    }

    /// <summary>Gives a process without a home one.</summary>
    /// <param name="directory">Taken when HOME is not set.</param>
    /// <remarks>.NET looks for more certificates there whenever it judges one, and a static program cannot ask LDAP where it is.</remarks>
    public static void EnsureHome(string directory)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(HomeVariable))) Environment.SetEnvironmentVariable(HomeVariable, directory);
    }

    /// <summary>The machine's bundle of authorities; null when a variable names one or none of the known files is there.</summary>
    /// <param name="variable">Reads a variable of the environment.</param>
    /// <param name="exists">Whether a file is there.</param>
    internal static string? Find(Func<string, string?> variable, Func<string, bool> exists) =>
        string.IsNullOrEmpty(variable(FileVariable)) && string.IsNullOrEmpty(variable(FolderVariable)) ? Bundles.FirstOrDefault(exists) : null;

    // .NET's own copy of the environment, which later programs get, is made first.
    private static void Set(string name, string value)
    {
        _ = Environment.GetEnvironmentVariables();
        if (!OperatingSystem.IsWindows()) _ = SetEnvironment(name, value, overwrite: 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
