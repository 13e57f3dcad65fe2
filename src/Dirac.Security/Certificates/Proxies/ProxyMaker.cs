using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dirac.Model.Errors;
using Dirac.Security.Certificates.Der;

namespace Dirac.Security.Certificates.Proxies;

/// <summary>Makes RFC 3820 proxies of a credential, for keys of our own and for those of others (delegation). Thread-safe.</summary>
/// <param name="clock">Tells from when they are valid.</param>
public sealed class ProxyMaker(TimeProvider clock)
{
    private const int MostRequestChars = 64 * 1024;
    private const string RequestLabel = "CERTIFICATE REQUEST";

    /// <summary>Clocks of services may be behind.</summary>
    private static readonly TimeSpan DatedBack = TimeSpan.FromMinutes(15);

    /// <summary>Makes a proxy of <paramref name="issuer"/> with a new key.</summary>
    /// <returns>The proxy with its key and the chain above; the caller disposes it.</returns>
    /// <exception cref="DiracException">BadRequest: the credential can have no proxies, or the lifetime or group makes no sense.</exception>
    public GridCredential Make(GridCredential issuer, ProxyOptions options)
    {
        if (WhyNot(issuer, options) is { } reason) throw new DiracException(ErrorCode.BadRequest, reason, "Use another certificate or other options.");
        if (options.KeyKind == ProxyKeyKind.EcP256)
        {
            var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return new GridCredential([Sign(issuer, new PublicKey(curve), options), .. issuer.Chain], curve);
        }

        var rsa = RSA.Create(options.KeyKind switch { ProxyKeyKind.Rsa4096 => 4096, ProxyKeyKind.Rsa3072 => 3072, _ => 2048 });
        return new GridCredential([Sign(issuer, new PublicKey(rsa), options), .. issuer.Chain], rsa);
    }

    /// <summary>Signs a proxy of <paramref name="issuer"/> for the key in somebody else's request.</summary>
    /// <param name="issuer">Whose proxy it is.</param>
    /// <param name="requestPem">A PKCS #10 request as PEM, from whoever; its names and extensions are ignored, its signature must be good.</param>
    /// <param name="options">What the proxy is to be; the kind of key is the requester's choice.</param>
    public DelegationVerdict SignRequest(GridCredential issuer, string requestPem, ProxyOptions options)
    {
        if (WhyNot(issuer, options) is { } reason) return new DelegationVerdict.Refused(reason);
        if (TryReadRequest(requestPem, out var signed) is not { } key) return new DelegationVerdict.Refused("The request cannot be read: it is no PKCS #10 request in PEM.");
        if (!PublicKeyStrength.IsAccepted(key))
            return new DelegationVerdict.Refused("The request's key is too weak or of a kind that is not accepted; RSA takes 2048 bits or more.");
        if (!SignatureAlgorithm.IsSignedBy(signed!, key)) return new DelegationVerdict.Refused("The request is not signed by its own key with SHA-256 or better.");

        var proxy = Sign(issuer, PublicKey.CreateFromSubjectPublicKeyInfo(key.Span, out _), options);
        return new DelegationVerdict.Granted(ProxyFile.CertificatesToPem([proxy.Der, .. issuer.Certificates]));
    }

    private string? WhyNot(GridCredential issuer, ProxyOptions options)
    {
        if (issuer.Leaf.IsAuthority) return $"{issuer} is an authority, which has no proxies.";
        if (issuer.ExpiresAt <= clock.GetUtcNow()) return $"{issuer} has expired.";
        if (issuer.Chain.Index().Any(above => above.Item.ProxyInfo?.PathLength is { } most && most <= above.Index)) return $"{issuer} allows no further proxy.";
        if (options.Lifetime <= TimeSpan.Zero) return "A proxy must have some lifetime.";
        return options.Group is { } group && !IsGroup(group) ? "The group is no word of ASCII of at most 255 letters." : null;
    }

    private static bool IsGroup(string group) => group.Length is > 0 and <= 255 && group.All(sign => sign is > ' ' and <= '~');

    private GridCertificate Sign(GridCredential issuer, PublicKey key, ProxyOptions options)
    {
        var serial = NewSerial();
        var subject = issuer.Subject.WithCommonName(serial.ToString(CultureInfo.InvariantCulture));
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.DataEncipherment, critical: true));
        request.CertificateExtensions.Add(ProxyExtension(options.IsLimited || issuer.IsLimited));
        if (options.Group is { } group) request.CertificateExtensions.Add(GroupExtension(group));

        var now = clock.GetUtcNow();
        var end = now + options.Lifetime < issuer.ExpiresAt ? now + options.Lifetime : issuer.ExpiresAt;
        using var certificate = request.Create(
            new X500DistinguishedName(issuer.Subject.Der.Span), issuer.CreateSigner(), now - DatedBack, end, SerialBytes(serial));
        return GridCertificate.TryRead(certificate.RawDataMemory) ?? throw new InvalidOperationException("A proxy that was just made cannot be read.");
    }

    // DIRAC's way: a number below 10^10 that is the serial and the last common name.
    private static long NewSerial() => (BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & long.MaxValue) % 9_999_999_999 + 1;

    private static byte[] SerialBytes(long serial) => new System.Numerics.BigInteger(serial).ToByteArray(isBigEndian: true);

    private static X509Extension ProxyExtension(bool isLimited)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
            writer.WriteObjectIdentifier(isLimited ? CertificateOids.Limited : CertificateOids.InheritAll);
        return new X509Extension(CertificateOids.ProxyCertInfo, writer.Encode(), critical: true);
    }

    private static X509Extension GroupExtension(string group)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteCharacterString(UniversalTagNumber.IA5String, group);
        return new X509Extension(CertificateOids.DiracGroup, writer.Encode(), critical: false);
    }

    private static ReadOnlyMemory<byte>? TryReadRequest(string requestPem, out SignedBlock? signed)
    {
        signed = null;
        // Older software says NEW before it.
        if (requestPem.Length > MostRequestChars || PemBlocks.Read(requestPem, RequestLabel, "NEW " + RequestLabel) is not [var der]) return null;
        try
        {
            signed = SignedBlock.Read(der);
            var content = new AsnReader(signed.Content, AsnEncodingRules.DER).ReadSequence();
            content.ReadInteger();
            content.ReadEncodedValue();
            return content.ReadEncodedValue();
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
