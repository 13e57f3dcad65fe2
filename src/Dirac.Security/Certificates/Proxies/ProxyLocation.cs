using Dirac.Security.Local;

namespace Dirac.Security.Certificates.Proxies;

/// <summary>Where a user's proxy is kept.</summary>
public static class ProxyLocation
{
    /// <summary>The path that <c>GRID_PROXY_FILE</c> or <c>X509_USER_PROXY</c> names, else <c>/tmp/x509up_u</c> with the user's number.</summary>
    /// <param name="environment">Gives variables.</param>
    public static string Find(Func<string, string?> environment)
    {
        foreach (var variable in (ReadOnlySpan<string>)["GRID_PROXY_FILE", "X509_USER_PROXY"])
        {
            if (environment(variable) is { Length: > 0 } named) return named;
        }

        // Other tools look there whatever TMPDIR says.
        return $"/tmp/x509up_u{UserId.Current}";
    }
}
