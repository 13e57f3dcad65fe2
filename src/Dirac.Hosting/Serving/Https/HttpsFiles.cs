using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dirac.Model.Errors;
using Dirac.Security.Local;

namespace Dirac.Hosting.Serving.Https;

/// <summary>A certificate for https and its key in two files, as certification authorities give them.</summary>
/// <param name="Certificate">PEM: the server's certificate, then those between it and the root.</param>
/// <param name="Key">PEM: its key, unencrypted, in a file that is its owner's alone.</param>
internal sealed record HttpsFiles(string Certificate, string Key)
{
    private const string Advice = "Give the certificate, with those between it and the root behind it, with --cert, and its unencrypted key with --key.";

    /// <summary>The files of <paramref name="options"/>; null when the installation's own authority does it.</summary>
    /// <exception cref="DiracException">BadConfiguration: only one of the two is named.</exception>
    public static HttpsFiles? Of(HostingOptions options) => (options.CertificateFile, options.CertificateKeyFile) switch
    {
        (null, null) => null,
        ({ } certificate, { } key) => new HttpsFiles(certificate, key),
        _ => throw new DiracException(ErrorCode.BadConfiguration, "A certificate needs its key, and a key its certificate.", Advice),
    };

    /// <summary>Reads both.</summary>
    /// <param name="host">A name that it must be for; null when any will do.</param>
    /// <param name="now">The time that it must be good at.</param>
    /// <exception cref="DiracException">BadConfiguration: they cannot be used.</exception>
    public LoadedCertificate Read(string? host, DateTimeOffset now)
    {
        var chain = ReadChain();
        // A key of another certificate is refused here.
        var leaf = WithKey();
        if (now > leaf.NotAfter.ToUniversalTime()) throw Refuse($"{Certificate} ended at {leaf.NotAfter.ToUniversalTime():u}.", "Renew the certificate.");
        if (now < leaf.NotBefore.ToUniversalTime()) throw Refuse($"{Certificate} is not good before {leaf.NotBefore.ToUniversalTime():u}.", "Is the clock of this machine right?");
        if (host is not null && !leaf.MatchesHostname(host, allowWildcards: true, allowCommonName: false))
            throw Refuse($"{Certificate} is for {LoadedCertificate.NamesOf(leaf)}, not for {host}, the address that clients are told.", "Say the public address with --issuer, or get a certificate for that name.");
        X509Certificate2[] others = [.. chain.Skip(1)];
        return new LoadedCertificate(leaf, others, SslStreamCertificateContext.Create(leaf, new X509Certificate2Collection(others), offline: true));
    }

    private X509Certificate2Collection ReadChain()
    {
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(Certificate);
            return chain.Count > 0 ? chain : throw Refuse($"There is no certificate in {Certificate}.", Advice);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Refuse($"{Certificate} cannot be read as a certificate: {cause.Message}", Advice, cause);
        }
    }

    private X509Certificate2 WithKey()
    {
        try
        {
            return X509Certificate2.CreateFromPem(File.ReadAllText(Certificate), Encoding.ASCII.GetString(PrivateFile.Read(Key)));
        }
        catch (DiracException open)
        {
            throw Refuse(open.Message, open.Advice ?? Advice, open);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Refuse($"{Key} cannot be read: {cause.Message}", Advice, cause);
        }
        catch (Exception cause) when (cause is CryptographicException or ArgumentException)
        {
            throw Refuse($"{Key} is not the unencrypted key of {Certificate}: {cause.Message}", Advice, cause);
        }
    }

    private static DiracException Refuse(string problem, string advice, Exception? cause = null) => new(ErrorCode.BadConfiguration, problem, advice, cause);
}
