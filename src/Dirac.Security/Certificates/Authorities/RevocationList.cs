using System.Collections.Frozen;
using System.Formats.Asn1;
using System.Numerics;
using Dirac.Security.Certificates.Der;
using Dirac.Security.Certificates.Names;

namespace Dirac.Security.Certificates.Authorities;

/// <summary>A certificate revocation list's content (RFC 5280 §5). Immutable, thread-safe. Nothing is verified by reading.</summary>
internal sealed class RevocationList
{
    private readonly FrozenSet<BigInteger> _serials;

    private RevocationList(ReadOnlyMemory<byte> der)
    {
        Signed = SignedBlock.Read(der);
        var content = new AsnReader(Signed.Content, AsnEncodingRules.DER).ReadSequence();
        if (content.PeekTag() == Asn1Tag.Integer && (!content.TryReadInt32(out var version) || version != 1)) throw new AsnContentException();
        if (!content.ReadEncodedValue().Span.SequenceEqual(Signed.Algorithm.Span)) throw new AsnContentException();
        Issuer = DistinguishedName.TryRead(content.ReadEncodedValue().Span) ?? throw new AsnContentException();
        ThisUpdate = SignedBlock.ReadTime(content);
        if (content.HasData && content.PeekTag() is var tag && (tag == Asn1Tag.UtcTime || tag == Asn1Tag.GeneralizedTime))
            NextUpdate = SignedBlock.ReadTime(content);

        _serials = ReadEntries(content).ToFrozenSet();
        IsPlain &= !ReadExtensions(content).Any(extension => extension.IsCritical);
    }

    public SignedBlock Signed { get; }

    public DistinguishedName Issuer { get; }

    public DateTimeOffset ThisUpdate { get; }

    /// <summary>When the next list is due; null when not said.</summary>
    public DateTimeOffset? NextUpdate { get; }

    /// <summary>Whether it has no critical extension: delta, indirect and partial lists have one, and would be misread as a whole list.</summary>
    public bool IsPlain { get; private set; } = true;

    /// <summary>Reads one list; null when the bytes are not exactly one.</summary>
    public static RevocationList? TryRead(ReadOnlyMemory<byte> der)
    {
        try
        {
            return new RevocationList(der);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Whether the list names <paramref name="serial"/>.</summary>
    public bool Revokes(BigInteger serial) => _serials.Contains(serial);

    private List<BigInteger> ReadEntries(AsnReader content)
    {
        var serials = new List<BigInteger>();
        if (!content.HasData || content.PeekTag() is not { TagClass: TagClass.Universal } tag || tag != Asn1Tag.Sequence) return serials;

        var entries = content.ReadSequence();
        while (entries.HasData)
        {
            var entry = entries.ReadSequence();
            serials.Add(entry.ReadInteger());
            SignedBlock.ReadTime(entry);
            if (entry.HasData && SignedBlock.ReadExtensions(entry).Any(extension => extension.IsCritical)) IsPlain = false;
            entry.ThrowIfNotEmpty();
        }

        return serials;
    }

    private static IReadOnlyList<CertificateExtension> ReadExtensions(AsnReader content)
    {
        if (!content.HasData) return [];
        var holder = content.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
        content.ThrowIfNotEmpty();
        var extensions = SignedBlock.ReadExtensions(holder);
        holder.ThrowIfNotEmpty();
        return extensions;
    }
}
