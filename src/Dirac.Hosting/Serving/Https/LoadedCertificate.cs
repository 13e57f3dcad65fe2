using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Dirac.Hosting.Serving.Https;

/// <summary>A certificate ready to be presented.</summary>
/// <param name="Leaf">The server's, with its key.</param>
/// <param name="Others">What came behind it in its file.</param>
/// <param name="Context">For handshakes.</param>
internal sealed record LoadedCertificate(X509Certificate2 Leaf, IReadOnlyList<X509Certificate2> Others, SslStreamCertificateContext Context)
{
    /// <summary>When it ends.</summary>
    public DateTimeOffset End => Leaf.NotAfter.ToUniversalTime();

    /// <summary>The root, when the file has one: clients who do not know it may be shown it.</summary>
    public X509Certificate2? Root => Others.FirstOrDefault(other => other.SubjectName.RawData.AsSpan().SequenceEqual(other.IssuerName.RawData));

    /// <summary>The names it is for.</summary>
    public string Names => NamesOf(Leaf);

    /// <summary>SHA-256 of a certificate, as other programs show it.</summary>
    public static string Fingerprint(X509Certificate2 certificate) =>
        string.Join(':', SHA256.HashData(certificate.RawDataMemory.Span).Select(part => part.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>The names a certificate is for, separated by commas.</summary>
    public static string NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return names is null ? "no name" : string.Join(", ", names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())));
    }
}
