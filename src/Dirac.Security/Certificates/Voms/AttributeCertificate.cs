using System.Formats.Asn1;
using Dirac.Security.Certificates.Der;
using Dirac.Security.Certificates.Names;

namespace Dirac.Security.Certificates.Voms;

/// <summary>A VOMS attribute certificate's content (RFC 5755), read from bytes of whoever sent them. Immutable, thread-safe. Nothing is verified by reading.</summary>
internal sealed class AttributeCertificate
{
    private static readonly Asn1Tag V2Form = new(TagClass.ContextSpecific, 0);

    private AttributeCertificate(ReadOnlyMemory<byte> der)
    {
        Signed = SignedBlock.Read(der);
        var content = new AsnReader(Signed.Content, AsnEncodingRules.DER).ReadSequence();
        if (!content.TryReadInt32(out var version) || version != 1) throw new AsnContentException();
        Holder = VomsHolder.Read(content);
        var signer = ReadIssuer(content);
        if (!content.ReadEncodedValue().Span.SequenceEqual(Signed.Algorithm.Span)) throw new AsnContentException();
        content.ReadInteger();
        var validity = content.ReadSequence();
        var notBefore = validity.ReadGeneralizedTime();
        var notAfter = validity.ReadGeneralizedTime();
        validity.ThrowIfNotEmpty();
        var groups = VomsGroups.Read(content.ReadSequence());
        if (content.HasData && content.PeekTag() == Asn1Tag.PrimitiveBitString) content.ReadBitString(out _);
        Extensions = content.HasData ? SignedBlock.ReadExtensions(content) : [];
        content.ThrowIfNotEmpty();

        Host = groups.Host;
        Certificates = ReadCertificates();
        Attributes = new VomsAttributes
        {
            Vo = groups.Vo,
            Server = groups.Server,
            Fqans = groups.Fqans,
            GenericAttributes = Find(VomsOids.GenericAttributes) is { } tags ? VomsTags.Read(tags.Value) : [],
            Signer = signer,
            NotBefore = notBefore,
            NotAfter = notAfter,
            Targets = Find(VomsOids.Targets) is { } targets ? VomsTargets.Read(targets.Value) : null,
        };
    }

    public SignedBlock Signed { get; }

    public VomsHolder Holder { get; }

    public VomsAttributes Attributes { get; }

    /// <summary>The server's host, without its port.</summary>
    public string Host { get; }

    public IReadOnlyList<CertificateExtension> Extensions { get; }

    /// <summary>The certificates sent along: the signer's, and those above it.</summary>
    public IReadOnlyList<GridCertificate> Certificates { get; }

    /// <summary>Reads one; null when the bytes are not exactly one VOMS attribute certificate in DER.</summary>
    public static AttributeCertificate? TryRead(ReadOnlyMemory<byte> der)
    {
        try
        {
            return new AttributeCertificate(der);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>The extension of type <paramref name="oid"/>; null when absent.</summary>
    public CertificateExtension? Find(string oid) => Extensions.FirstOrDefault(extension => extension.Oid == oid);

    // Only the form that names the signer by one directory name (RFC 5755 §4.2.3), which is the only one VOMS writes.
    private static DistinguishedName ReadIssuer(AsnReader content)
    {
        var form = content.ReadSequence(V2Form);
        var names = GeneralNameReader.ReadDirectoryNames(form.ReadSequence());
        form.ThrowIfNotEmpty();
        return names is [var only] ? only : throw new AsnContentException();
    }

    private List<GridCertificate> ReadCertificates()
    {
        if (Find(VomsOids.Certificates) is not { } extension) return [];
        var outer = new AsnReader(extension.Value, AsnEncodingRules.DER);
        var holder = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var list = holder.ReadSequence();
        holder.ThrowIfNotEmpty();
        var certificates = new List<GridCertificate>();
        while (list.HasData)
        {
            if (certificates.Count == VomsExtension.MostCertificates) throw new AsnContentException();
            certificates.Add(GridCertificate.TryRead(list.ReadEncodedValue()) ?? throw new AsnContentException());
        }

        return certificates;
    }
}
