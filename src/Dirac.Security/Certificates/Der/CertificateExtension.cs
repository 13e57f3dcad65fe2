namespace Dirac.Security.Certificates.Der;

/// <summary>One extension as it stands in a certificate or revocation list.</summary>
/// <param name="Oid">Its type.</param>
/// <param name="IsCritical">Whether who does not know it must refuse.</param>
/// <param name="Value">Its DER value.</param>
internal sealed record CertificateExtension(string Oid, bool IsCritical, ReadOnlyMemory<byte> Value);
