using System.Formats.Asn1;

namespace Dirac.Security.Certificates.Voms;

/// <summary>The services an attribute certificate is for (RFC 5755 §4.3.2). Pure.</summary>
internal static class VomsTargets
{
    private static readonly Asn1Tag TargetName = new(TagClass.ContextSpecific, 0);

    /// <summary>Reads host names and addresses; an empty list, which the reference client writes, names nobody.</summary>
    /// <exception cref="AsnContentException">It is malformed.</exception>
    public static IReadOnlyList<string> Read(ReadOnlyMemory<byte> value)
    {
        var outer = new AsnReader(value, AsnEncodingRules.DER);
        var lists = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var names = new List<string>();
        while (lists.HasData)
        {
            var list = lists.ReadSequence();
            while (list.HasData)
            {
                // Groups and certificates may be targets too; we are neither.
                if (list.PeekTag().HasSameClassAndValue(TargetName)) names.AddRange(GeneralNameReader.ReadAddresses(list.ReadSequence(TargetName)));
                else list.ReadEncodedValue();
            }
        }

        return names;
    }

    /// <summary>Whether a service with one of <paramref name="ownNames"/> is meant.</summary>
    public static bool Include(IReadOnlyList<string> targets, IReadOnlyList<string> ownNames) =>
        targets.Any(target => ownNames.Contains(HostOf(target), StringComparer.OrdinalIgnoreCase));

    private static string HostOf(string target) => Uri.TryCreate(target, UriKind.Absolute, out var address) && address.Host.Length > 0 ? address.Host : target;
}
