using System.Formats.Asn1;

namespace Dirac.Security.Certificates.Voms;

/// <summary>The extension of a proxy with attribute certificates: a sequence of sequences of them.</summary>
internal static class VomsExtension
{
    /// <summary>The most attribute certificates of one peer; honest proxies have one, rarely two.</summary>
    public const int MostAttributeCertificates = 10;

    /// <summary>The most certificates in one attribute certificate.</summary>
    public const int MostCertificates = 8;

    /// <summary>DER of each attribute certificate; null when the bytes are no such extension.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>>? TryRead(ReadOnlyMemory<byte> value)
    {
        try
        {
            var outer = new AsnReader(value, AsnEncodingRules.DER);
            var lists = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var found = new List<ReadOnlyMemory<byte>>();
            while (lists.HasData)
            {
                var list = lists.ReadSequence();
                while (list.HasData)
                {
                    if (found.Count == MostAttributeCertificates) return null;
                    found.Add(list.ReadEncodedValue());
                }
            }

            return found;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
