using System.Globalization;
using System.Text.RegularExpressions;

namespace Dirac.Framework.Login.Redirects;

/// <summary>Where codes may be sent. Pure.</summary>
/// <remarks>
/// Listed addresses are compared as text, letter by letter, so that no reading of an address can differ from a browser's. Loopback addresses must have one
/// plain form: no user, no encoded characters, no query.
/// </remarks>
internal static partial class RedirectRules
{
    private const int Longest = 1024;
    private const int LastPort = 65535;

    /// <summary>Judges <paramref name="address"/>.</summary>
    /// <param name="address">As the client sent it.</param>
    /// <param name="listed">The addresses that are allowed.</param>
    /// <param name="allowsLoopback">Whether programs on the person's own machine may log in this way.</param>
    public static RedirectKind Judge(string address, IReadOnlyCollection<string> listed, bool allowsLoopback)
    {
        if (address.Length > Longest) return RedirectKind.Refused;
        if (listed.Contains(address, StringComparer.Ordinal)) return RedirectKind.Listed;
        return allowsLoopback && Loopback().Match(address) is { Success: true } match && IsPort(match.Groups["port"].ValueSpan) ? RedirectKind.Loopback : RedirectKind.Refused;
    }

    /// <summary>The origin whose pages read codes sent to <paramref name="address"/>; null when a program on a web server does, or the page is not protected on its way.</summary>
    /// <param name="address">A listed address.</param>
    public static string? PageOriginOf(string address)
    {
        if (!address.Contains('#', StringComparison.Ordinal) || !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0) return null;
        var isProtected = uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);
        return isProtected ? uri.GetLeftPart(UriPartial.Authority) : null;
    }

    private static bool IsPort(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= LastPort;

    [GeneratedRegex(@"\Ahttp://(?:127\.0\.0\.1|localhost|\[::1\]):(?<port>[0-9]{1,5})(?:/[A-Za-z0-9._~/-]*)?(?:#[A-Za-z0-9._~/-]*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Loopback();
}
