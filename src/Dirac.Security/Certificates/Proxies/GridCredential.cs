using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dirac.Security.Certificates.Der;
using Dirac.Security.Certificates.Names;

namespace Dirac.Security.Certificates.Proxies;

/// <summary>A certificate with its key and the certificates above it: a user's, a host's or a proxy. Not to be used by several threads while being disposed.</summary>
/// <remarks>Nothing about it is verified but that the key belongs to the certificate.</remarks>
public sealed class GridCredential : IDisposable
{
    private readonly AsymmetricAlgorithm _key;

    internal GridCredential(IReadOnlyList<GridCertificate> chain, AsymmetricAlgorithm key)
    {
        Chain = chain;
        _key = key;
    }

    /// <summary>The certificate's subject.</summary>
    public DistinguishedName Subject => Leaf.Subject;

    /// <summary>The certificate's issuer.</summary>
    public DistinguishedName Issuer => Leaf.Issuer;

    /// <summary>The subject of the first certificate in the chain that is no proxy: whose it is; of a chain that lacks it, the last issuer.</summary>
    public DistinguishedName Identity => Chain.FirstOrDefault(certificate => certificate.ProxyInfo is null)?.Subject ?? Chain[^1].Issuer;

    /// <summary>Whether a certificate of the chain has VOMS attributes.</summary>
    public bool HasVomsAttributes => Chain.Any(certificate => certificate.Find(CertificateOids.VomsAttributes) is not null);

    /// <summary>Whether it is a proxy by RFC 3820.</summary>
    public bool IsProxy => Leaf.ProxyInfo is not null;

    /// <summary>Whether it is a limited proxy.</summary>
    public bool IsLimited => Leaf.ProxyInfo is { IsLimited: true };

    /// <summary>DIRAC's group: the first found from the user's certificate down; null when none says it.</summary>
    public string? Group => Chain.Select(certificate => certificate.Group).LastOrDefault(group => group is not null);

    /// <summary>When the first certificate of the chain ends.</summary>
    public DateTimeOffset ExpiresAt => Chain.Min(certificate => certificate.NotAfter);

    /// <summary>When the last certificate of the chain begins.</summary>
    public DateTimeOffset BeginsAt => Chain.Max(certificate => certificate.NotBefore);

    /// <summary>The certificates as DER: its own, then those above it.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Certificates => [.. Chain.Select(certificate => certificate.Der)];

    /// <summary>Bits of its key.</summary>
    public int KeyBits => _key.KeySize;

    internal IReadOnlyList<GridCertificate> Chain { get; }

    internal GridCertificate Leaf => Chain[0];

    /// <summary>The certificate with its key, for TLS; the caller disposes it.</summary>
    public X509Certificate2 ToCertificate()
    {
        using var certificate = X509CertificateLoader.LoadCertificate(Leaf.Der.Span);
        return _key is RSA rsa ? certificate.CopyWithPrivateKey(rsa) : certificate.CopyWithPrivateKey((ECDsa)_key);
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose() => _key.Dispose();

    /// <summary>The subject; never the key.</summary>
    public override string ToString() => Subject.OneLine;

    /// <summary>The key as PKCS #8; the caller wipes it.</summary>
    internal byte[] ExportKey() => _key.ExportPkcs8PrivateKey();

    internal string ExportKeyPem() => _key.ExportPkcs8PrivateKeyPem();

    internal X509SignatureGenerator CreateSigner() => _key is RSA rsa
        ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
        : X509SignatureGenerator.CreateForECDsa((ECDsa)_key);
}
