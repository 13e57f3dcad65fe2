using System.Formats.Asn1;
using System.Text;

namespace Dirac.Security.Certificates.Voms;

/// <summary>The attribute with the FQANs: an IetfAttrSyntax (RFC 5755 §4.4) whose authority is the address <c>vo://host:port</c>.</summary>
internal sealed record VomsGroups(string Vo, string Host, string Server, IReadOnlyList<VomsFqan> Fqans)
{
    private const int MostFqans = 1000;
    private const int LongestWord = 255;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Finds it among the attributes; others are skipped.</summary>
    /// <exception cref="AsnContentException">It is malformed, missing, or there twice.</exception>
    public static VomsGroups Read(AsnReader attributes)
    {
        VomsGroups? groups = null;
        while (attributes.HasData)
        {
            var attribute = attributes.ReadSequence();
            if (attribute.ReadObjectIdentifier() != VomsOids.Fqans) continue;
            var values = attribute.ReadSetOf(skipSortOrderValidation: true);
            attribute.ThrowIfNotEmpty();
            if (groups is not null) throw new AsnContentException();
            groups = ReadSyntax(values.ReadSequence());
            values.ThrowIfNotEmpty();
        }

        return groups ?? throw new AsnContentException();
    }

    /// <summary>Text of an octet string.</summary>
    /// <exception cref="AsnContentException">It is no octet string, or no printable UTF-8.</exception>
    public static string ReadText(AsnReader reader)
    {
        try
        {
            var text = StrictUtf8.GetString(reader.ReadOctetString());
            // Control characters would only serve to mislead readers of logs.
            return text.Any(char.IsControl) ? throw new AsnContentException() : text;
        }
        catch (DecoderFallbackException notText)
        {
            throw new AsnContentException(null, notText);
        }
    }

    /// <summary>Reads <c>vo://host:port</c> from GeneralNames.</summary>
    /// <exception cref="AsnContentException">There is no such address, or several.</exception>
    public static (string Vo, string Host, string Server) ReadAuthority(AsnReader names)
    {
        if (GeneralNameReader.ReadAddresses(names) is not [var address]) throw new AsnContentException();
        var end = address.IndexOf("://", StringComparison.Ordinal);
        if (end < 0) throw new AsnContentException();
        var server = address[(end + 3)..];
        var colon = server.LastIndexOf(':');
        var host = colon < 0 ? server : server[..colon];
        // Both become names of files: nothing that leads elsewhere.
        return IsWord(address[..end]) && IsWord(host) ? (address[..end], host, server) : throw new AsnContentException();
    }

    private static VomsGroups ReadSyntax(AsnReader syntax)
    {
        var (vo, host, server) = ReadAuthority(syntax.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)));
        var values = syntax.ReadSequence();
        syntax.ThrowIfNotEmpty();
        var fqans = new List<VomsFqan>();
        while (values.HasData)
        {
            if (fqans.Count == MostFqans) throw new AsnContentException();
            fqans.Add(VomsFqan.TryParse(ReadText(values)) ?? throw new AsnContentException());
        }

        return fqans.Count > 0 ? new VomsGroups(vo, host, server, fqans) : throw new AsnContentException();
    }

    private static bool IsWord(string text) =>
        text.Length is > 0 and <= LongestWord && text[0] != '.' && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '-' or '_');
}
