using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Dirac.Cli.Profiles;
using Dirac.Cli.Shell;
using Dirac.Client.Http;
using Dirac.Model.Errors;

namespace Dirac.Cli.Identity;

/// <summary>Whether to trust a server that is met for the first time.</summary>
internal static class FirstContact
{
    /// <summary>By what to know the server from now on; null when the system's authorities vouch for it.</summary>
    /// <param name="session">For the question.</param>
    /// <param name="url">The server.</param>
    /// <param name="known">What it has been known by.</param>
    /// <param name="fingerprint">SHA-256 that a person was told, if any: it replaces what was known.</param>
    /// <param name="cancellationToken">Ends the look and the wait for an answer.</param>
    /// <exception cref="DiracException">Its certificate is another one than the fingerprint's, or nobody said that it may be trusted.</exception>
    public static async Task<ServerPin?> FindAsync(Session session, Uri url, Profile? known, string? fingerprint, CancellationToken cancellationToken)
    {
        if (url.Scheme != Uri.UriSchemeHttps || (known is not null && fingerprint is null)) return known?.Pin;
        var found = await FirstLook.TakeAsync(url, session.Host.Clock, cancellationToken);
        if (fingerprint is not null) return found.PinFor(fingerprint) ?? throw Other(url, found);
        if (found.IsTrusted) return null;
        if (url.IsLoopback && IsOurs(session, found)) return found.ToPin();
        return await AskAsync(session, url, found, cancellationToken) ? found.ToPin() : throw Untrusted(url, found);
    }

    // A server on this machine whose authority lies in the data directory needs no question.
    private static bool IsOurs(Session session, FoundCertificate found)
    {
        var path = Path.Combine(session.DataDirectory, "ca.pem");
        if (found.Authority is not { } authority || !File.Exists(path)) return false;
        using var ours = X509CertificateLoader.LoadCertificateFromFile(path);
        return ServerPin.Fingerprint(ours) == ServerPin.Fingerprint(authority);
    }

    private static async Task<bool> AskAsync(Session session, Uri url, FoundCertificate found, CancellationToken cancellationToken)
    {
        if (!session.Host.InputIsTerminal) return false;
        Show(session.Host.Error, url, found);
        return (await session.Screen.AskAsync("Trust this server from now on? [y/N]", cancellationToken)).ToUpperInvariant() is "Y" or "YES";
    }

    private static void Show(TextWriter writer, Uri url, FoundCertificate found)
    {
        var isAuthority = found.ToPin().Authority is not null;
        writer.WriteLine($"You have not been at {ProfileBook.Normalise(url.AbsoluteUri)} before,");
        writer.WriteLine("and nobody this system trusts vouches for it.");
        writer.WriteLine(isAuthority ? "Its certificate is signed by an authority of its own:" : found.NameMatches ? "It presents a certificate of its own:" : "It presents a certificate for other names:");
        writer.WriteLine();
        writer.WriteLine($"  For        {Printable(found.Names)}");
        writer.WriteLine($"  Signed by  {Printable(found.Leaf.Issuer)}");
        foreach (var (label, half) in Fingerprints.Halves(found.Fingerprint)) writer.WriteLine($"  {label,-9}  {half}");
        writer.WriteLine();
        writer.WriteLine("Ask those who run it for this fingerprint: the server writes it into its log,");
        writer.WriteLine("and 'dirac up' prints it when others can reach it.");
    }

    // Whoever answers there wrote these words: neither the terminal nor the direction of reading is theirs.
    private static string Printable(string text) => new([.. text.Select(letter => IsShown(letter) ? letter : '?').Take(200)]);

    private static bool IsShown(char letter) => !char.IsControl(letter) && char.GetUnicodeCategory(letter) != UnicodeCategory.Format;

    private static DiracException Other(Uri url, FoundCertificate found) => new(
        ErrorCode.NotAuthenticated,
        $"The certificate at {ProfileBook.Normalise(url.AbsoluteUri)} has another fingerprint than the one you gave: {Fingerprints.Show(found.Fingerprint)}",
        "Do not log in there unless those who run it confirm that fingerprint.");

    private static DiracException Untrusted(Uri url, FoundCertificate found) => new(
        ErrorCode.NotAuthenticated,
        $"The certificate at {ProfileBook.Normalise(url.AbsoluteUri)} is not trusted. Its SHA-256 is {Fingerprints.Show(found.Fingerprint)}",
        "If those who run the server confirm this fingerprint, log in with --trust-fingerprint and the fingerprint.");
}
