using System.Formats.Asn1;

namespace Dirac.Security.Certificates.Voms;

/// <summary>The extension with generic attributes: lists of name, value and qualifier, each list under the address of a server.</summary>
internal static class VomsTags
{
    private const int MostTags = 1000;

    /// <summary>Reads it.</summary>
    /// <exception cref="AsnContentException">It is malformed.</exception>
    public static IReadOnlyList<VomsGenericAttribute> Read(ReadOnlyMemory<byte> value)
    {
        var outer = new AsnReader(value, AsnEncodingRules.DER);
        var holder = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var lists = holder.ReadSequence();
        holder.ThrowIfNotEmpty();

        var tags = new List<VomsGenericAttribute>();
        while (lists.HasData)
        {
            var list = lists.ReadSequence();
            VomsGroups.ReadAuthority(list.ReadSequence());
            var entries = list.ReadSequence();
            list.ThrowIfNotEmpty();
            while (entries.HasData)
            {
                if (tags.Count == MostTags) throw new AsnContentException();
                tags.Add(ReadTag(entries.ReadSequence()));
            }
        }

        return tags;
    }

    private static VomsGenericAttribute ReadTag(AsnReader tag)
    {
        var read = new VomsGenericAttribute(VomsGroups.ReadText(tag), VomsGroups.ReadText(tag), VomsGroups.ReadText(tag));
        tag.ThrowIfNotEmpty();
        return read;
    }
}
