using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Serialization;

namespace Dirac.Client.Http;

/// <summary>By what a server is known again whose certificate no authority of the system vouches for.</summary>
/// <param name="Sha256">SHA-256 in small hexadecimal digits: of the authority's certificate, or, without one, of the public key of the server's certificate.</param>
/// <param name="Authority">The authority's certificate as PEM: whatever it signs for the server's name is trusted. Null pins the server's own key instead.</param>
public sealed record ServerPin(
    [property: JsonPropertyName("sha256")] string Sha256,
    [property: JsonPropertyName("authority")] string? Authority = null)
{
    /// <summary>Trusts what an authority signs for the server's name.</summary>
    /// <param name="authority">Its certificate.</param>
    public static ServerPin OfAuthority(X509Certificate2 authority) => new(Fingerprint(authority), authority.ExportCertificatePem());

    /// <summary>Trusts one key, whatever name its certificate has.</summary>
    /// <param name="certificate">The server's certificate.</param>
    public static ServerPin OfKey(X509Certificate2 certificate) => new(KeyFingerprint(certificate));

    /// <summary>SHA-256 of a certificate, as other programs show it but in small digits without colons.</summary>
    /// <param name="certificate">The certificate.</param>
    public static string Fingerprint(X509Certificate2 certificate) => Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span));

    internal static string KeyFingerprint(X509Certificate2 certificate) => Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
}
