using System.Formats.Asn1;
using System.Numerics;
using Dirac.Security.Certificates.Names;

namespace Dirac.Security.Certificates.Der;

/// <summary>A certificate's content, read by us from bytes of whoever sent them. Immutable, thread-safe.</summary>
/// <remarks>Nothing is verified by reading. Extensions that rules ask for are read at once, so that a malformed one is found here and not later.</remarks>
internal sealed class GridCertificate
{
    private const int LargestCertificate = 64 * 1024;

    private GridCertificate(ReadOnlyMemory<byte> der)
    {
        Der = der;
        Signed = SignedBlock.Read(der);
        var content = new AsnReader(Signed.Content, AsnEncodingRules.DER).ReadSequence();
        var version = content.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
        if (!version.TryReadInt32(out var number) || number != 2) throw new AsnContentException();
        Serial = content.ReadInteger();
        if (!content.ReadEncodedValue().Span.SequenceEqual(Signed.Algorithm.Span)) throw new AsnContentException();
        Issuer = ReadName(content);
        var validity = content.ReadSequence();
        NotBefore = SignedBlock.ReadTime(validity);
        NotAfter = SignedBlock.ReadTime(validity);
        Subject = ReadName(content);
        PublicKey = content.ReadEncodedValue();
        Extensions = ReadExtensions(content);

        ProxyInfo = Find(CertificateOids.ProxyCertInfo) is { } info ? ProxyCertInfo.Read(info) : null;
        IsAuthority = Find(CertificateOids.BasicConstraints) is { } constraints && ReadIsAuthority(constraints.Value);
        KeyUsage = Find(CertificateOids.KeyUsage) is { } usage ? ReadKeyUsage(usage.Value) : null;
        var purposes = Find(CertificateOids.ExtendedKeyUsage) is { } extended ? ReadPurposes(extended.Value) : null;
        AllowsClients = purposes?.Contains(CertificateOids.ClientAuthentication) ?? true;
        AllowsServers = purposes?.Contains(CertificateOids.ServerAuthentication) ?? true;
        Group = Find(CertificateOids.DiracGroup) is { } group ? ReadGroup(group.Value) : null;
    }

    public ReadOnlyMemory<byte> Der { get; }

    public SignedBlock Signed { get; }

    public BigInteger Serial { get; }

    public DistinguishedName Issuer { get; }

    public DistinguishedName Subject { get; }

    public DateTimeOffset NotBefore { get; }

    public DateTimeOffset NotAfter { get; }

    /// <summary>SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    public IReadOnlyList<CertificateExtension> Extensions { get; }

    /// <summary>What makes it a proxy; null when it is none by RFC 3820.</summary>
    public ProxyCertInfo? ProxyInfo { get; }

    /// <summary>Whether basicConstraints say that it is a certificate authority.</summary>
    public bool IsAuthority { get; }

    /// <summary>keyUsage; null when absent.</summary>
    public KeyUsages? KeyUsage { get; }

    /// <summary>Whether extendedKeyUsage is absent or has clientAuth.</summary>
    public bool AllowsClients { get; }

    /// <summary>Whether extendedKeyUsage is absent or has serverAuth.</summary>
    public bool AllowsServers { get; }

    /// <summary>DIRAC's group; null when absent.</summary>
    public string? Group { get; }

    /// <summary>Reads one certificate; null when the bytes are not exactly one X.509 v3 certificate in DER, or beyond 64 KiB.</summary>
    public static GridCertificate? TryRead(ReadOnlyMemory<byte> der)
    {
        if (der.Length > LargestCertificate) return null;
        try
        {
            return new GridCertificate(der.ToArray());
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>The extension of type <paramref name="oid"/>; null when absent.</summary>
    public CertificateExtension? Find(string oid) => Extensions.FirstOrDefault(extension => extension.Oid == oid);

    private static DistinguishedName ReadName(AsnReader content) =>
        DistinguishedName.TryRead(content.ReadEncodedValue().Span) ?? throw new AsnContentException();

    private static IReadOnlyList<CertificateExtension> ReadExtensions(AsnReader content)
    {
        // Unique identifiers [1] and [2], which nobody uses, may come before.
        foreach (var unused in new[] { 1, 2 })
        {
            if (content.HasData && content.PeekTag().HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, unused))) content.ReadEncodedValue();
        }

        if (!content.HasData) return [];
        var holder = content.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 3));
        content.ThrowIfNotEmpty();
        var extensions = SignedBlock.ReadExtensions(holder);
        holder.ThrowIfNotEmpty();
        return extensions;
    }

    private static bool ReadIsAuthority(ReadOnlyMemory<byte> value)
    {
        var outer = new AsnReader(value, AsnEncodingRules.DER);
        var constraints = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        return constraints.HasData && constraints.PeekTag() == Asn1Tag.Boolean && constraints.ReadBoolean();
    }

    private static KeyUsages ReadKeyUsage(ReadOnlyMemory<byte> value)
    {
        var outer = new AsnReader(value, AsnEncodingRules.DER);
        var usage = outer.ReadNamedBitListValue<KeyUsages>();
        outer.ThrowIfNotEmpty();
        return usage;
    }

    private static List<string> ReadPurposes(ReadOnlyMemory<byte> value)
    {
        var outer = new AsnReader(value, AsnEncodingRules.DER);
        var list = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var purposes = new List<string>();
        while (list.HasData) purposes.Add(list.ReadObjectIdentifier());
        return purposes;
    }

    private static string ReadGroup(ReadOnlyMemory<byte> value)
    {
        var outer = new AsnReader(value, AsnEncodingRules.DER);
        var group = outer.ReadCharacterString(UniversalTagNumber.IA5String);
        outer.ThrowIfNotEmpty();
        // A group is a word of the configuration: control characters would only serve to mislead readers of logs.
        return group.Length is > 0 and <= 255 && group.All(sign => sign is > ' ' and <= '~') ? group : throw new AsnContentException();
    }
}
