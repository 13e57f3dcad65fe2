using Dirac.Cli.Shell;
using Dirac.Security.Certificates.Proxies;

namespace Dirac.Cli.Proxies;

/// <summary>Where certificates, proxies and authorities lie, as every program of the grid looks for them.</summary>
internal static class ProxyPlaces
{
    /// <summary>The proxy file: as given, else GRID_PROXY_FILE, else X509_USER_PROXY, else <c>/tmp/x509up_uNUMBER</c>.</summary>
    /// <param name="given">Value of an option, if given.</param>
    /// <param name="host">The process.</param>
    public static string Proxy(string? given, CliHost host) => Full(given ?? ProxyLocation.Find(host.Variable), host);

    /// <summary>The user's certificate: as given, else X509_USER_CERT, else <c>~/.globus/usercert.pem</c>.</summary>
    /// <param name="given">Value of an option, if given.</param>
    /// <param name="host">The process.</param>
    public static string Certificate(string? given, CliHost host) => Full(given ?? Variable(host, "X509_USER_CERT") ?? InHome(host, ".globus", "usercert.pem"), host);

    /// <summary>Its key: as given, else X509_USER_KEY, else <c>~/.globus/userkey.pem</c>.</summary>
    /// <param name="given">Value of an option, if given.</param>
    /// <param name="host">The process.</param>
    public static string Key(string? given, CliHost host) => Full(given ?? Variable(host, "X509_USER_KEY") ?? InHome(host, ".globus", "userkey.pem"), host);

    /// <summary>The folder of the authorities: X509_CERT_DIR, else <c>/etc/grid-security/certificates</c>.</summary>
    /// <param name="host">The process.</param>
    public static string Authorities(CliHost host) => Full(Variable(host, "X509_CERT_DIR") ?? "/etc/grid-security/certificates", host);

    /// <summary>DIRAC's configuration files: as given, else those of DIRACSYSCONFIG, else <c>~/.dirac.cfg</c>; only those that are there, unless given.</summary>
    /// <param name="given">Value of an option, if given.</param>
    /// <param name="host">The process.</param>
    public static IReadOnlyList<string> Configuration(string? given, CliHost host)
    {
        if (given is not null) return [Full(given, host)];
        var named = Variable(host, "DIRACSYSCONFIG")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [InHome(host, ".dirac.cfg")];
        return [.. named.Select(file => Full(file, host)).Where(File.Exists)];
    }

    private static string Full(string path, CliHost host) => Path.GetFullPath(path, host.WorkingDirectory);

    private static string InHome(CliHost host, params ReadOnlySpan<string> names) =>
        Path.Combine([Variable(host, "HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), .. names]);

    private static string? Variable(CliHost host, string name) => host.Variable(name) is { Length: > 0 } value ? value : null;
}
