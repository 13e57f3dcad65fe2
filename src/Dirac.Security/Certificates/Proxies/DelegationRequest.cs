using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dirac.Security.Certificates.Der;

namespace Dirac.Security.Certificates.Proxies;

/// <summary>The receiving side of a delegation: a request (PKCS #10) with a new key, which becomes a proxy when somebody has signed it.</summary>
/// <remarks>Immutable. Its text holds the key; it has DIRAC's form, the request and then the key as PEM.</remarks>
public sealed class DelegationRequest
{
    private const int Bits = 2048;
    private const int LargestChain = 256 * 1024;

    private DelegationRequest(string requestPem, string keyPem) => (RequestPem, KeyPem) = (requestPem, keyPem);

    /// <summary>The request as PEM: what the other side gets.</summary>
    public string RequestPem { get; }

    private string KeyPem { get; }

    /// <summary>Makes a request with a new RSA key.</summary>
    public static DelegationRequest Create()
    {
        using var key = RSA.Create(Bits);
        // The name means nothing: who signs gives the proxy its own.
        var request = new CertificateRequest("CN=proxy", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return new DelegationRequest(request.CreateSigningRequestPem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <summary>Makes the proxy out of the chain that came back.</summary>
    /// <param name="stored">The text of a request, of ours or of DIRAC's; see <see cref="ToPem"/>.</param>
    /// <param name="chainPem">The chain as PEM, from whoever; whatever else is in it is ignored.</param>
    /// <returns>The proxy, of which nothing is verified but that the first certificate is for the request's key; null when it is not, or something cannot be read.</returns>
    public static GridCredential? TryComplete(string stored, string chainPem)
    {
        if (chainPem.Length > LargestChain) return null;
        // Only certificates are taken over: a key in the chain must not stand in for ours.
        var certificates = ProxyFile.CertificatesToPem(PemBlocks.Read(chainPem, "CERTIFICATE").Select(block => (ReadOnlyMemory<byte>)block));
        return certificates.Length == 0 ? null : ProxyFile.TryParse(certificates + stored);
    }

    /// <summary>The request and its key as PEM.</summary>
    public string ToPem() => RequestPem + KeyPem;

    /// <summary>What it is; never the key.</summary>
    public override string ToString() => "a request for delegation";
}
