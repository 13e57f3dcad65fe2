using System.Formats.Asn1;
using Dirac.Security.Certificates.Names;

namespace Dirac.Security.Certificates.Voms;

/// <summary>Reads GeneralNames (RFC 5280 §4.2.1.6) as far as attribute certificates need them; other kinds are skipped.</summary>
internal static class GeneralNameReader
{
    private const int DnsName = 2;
    private const int DirectoryName = 4;
    private const int Uri = 6;

    /// <summary>The distinguished names among those that remain in <paramref name="names"/>.</summary>
    /// <exception cref="AsnContentException">They are malformed.</exception>
    public static IReadOnlyList<DistinguishedName> ReadDirectoryNames(AsnReader names)
    {
        var found = new List<DistinguishedName>();
        while (names.HasData)
        {
            if (!IsKind(names, DirectoryName))
            {
                names.ReadEncodedValue();
                continue;
            }

            // The name is a CHOICE and therefore tagged explicitly.
            var holder = names.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, DirectoryName));
            found.Add(DistinguishedName.TryRead(holder.ReadEncodedValue().Span) ?? throw new AsnContentException());
            holder.ThrowIfNotEmpty();
        }

        return found;
    }

    /// <summary>The addresses and host names among those that remain in <paramref name="names"/>.</summary>
    /// <exception cref="AsnContentException">They are malformed.</exception>
    public static IReadOnlyList<string> ReadAddresses(AsnReader names)
    {
        var found = new List<string>();
        while (names.HasData)
        {
            if (IsKind(names, Uri)) found.Add(ReadText(names, Uri));
            else if (IsKind(names, DnsName)) found.Add(ReadText(names, DnsName));
            else names.ReadEncodedValue();
        }

        return found;
    }

    private static bool IsKind(AsnReader names, int number) => names.PeekTag().HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, number));

    private static string ReadText(AsnReader names, int number)
    {
        var text = names.ReadCharacterString(UniversalTagNumber.IA5String, new Asn1Tag(TagClass.ContextSpecific, number));
        return text.Any(char.IsControl) ? throw new AsnContentException() : text;
    }
}
