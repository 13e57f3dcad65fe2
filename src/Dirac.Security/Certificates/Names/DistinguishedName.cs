using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Dirac.Security.Certificates.Names;

/// <summary>The name of a certificate's subject or issuer, as the grid writes it: <c>/DC=org/DC=example/CN=Ann</c>. Immutable, thread-safe.</summary>
/// <remarks>
/// The text is OpenSSL 3's one-line form, which DIRAC's registries hold. Equality is by decoded value, not by bytes and not by text: UTF8String and
/// PrintableString of the same letters are equal (RFC 5280 §7.1), letters' case and spaces count, which is stricter than the RFC.
/// </remarks>
public sealed class DistinguishedName : IEquatable<DistinguishedName>
{
    private const string CommonName = "2.5.4.3";
    private readonly IReadOnlyList<IReadOnlyList<NameAttribute>> _rdns;
    private readonly IReadOnlyList<string> _keys;
    private readonly ReadOnlyMemory<byte> _der;

    private DistinguishedName(ReadOnlyMemory<byte> der)
    {
        _der = der;
        _rdns = NameReader.Read(der);
        _keys = [.. _rdns.Select(KeyOf)];
        OneLine = OneLineWriter.Write(_rdns);
    }

    /// <summary>OpenSSL's one-line form; empty for an empty name.</summary>
    public string OneLine { get; }

    /// <summary>Whether the name has no parts at all.</summary>
    public bool IsEmpty => _rdns.Count == 0;

    /// <summary>Whether another name could have the same one-line form: a value holds a backslash, which that form does not escape.</summary>
    public bool IsAmbiguous => _rdns.Any(rdn => rdn.Any(attribute => attribute.Content.Contains((byte)'\\')));

    /// <summary>The DER bytes the name was read from.</summary>
    public ReadOnlyMemory<byte> Der => _der;

    /// <summary>Reads a name from certificate bytes.</summary>
    /// <param name="der">DER of a Name, whole.</param>
    /// <returns>Null when the bytes are no name, or hold values that are neither text nor bits.</returns>
    public static DistinguishedName? TryRead(ReadOnlySpan<byte> der)
    {
        try
        {
            return new DistinguishedName(der.ToArray());
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Reads .NET's form of a name.</summary>
    /// <returns>Null when its bytes are no name, or hold values that are neither text nor bits.</returns>
    public static DistinguishedName? TryRead(X500DistinguishedName name) => TryRead(name.RawData);

    /// <summary>Whether this is <paramref name="issuer"/> with exactly one more RDN that holds exactly one common name (RFC 3820 §3.4).</summary>
    public bool IsProxyNameUnder(DistinguishedName issuer) => LastCommonNameUnder(issuer) is not null;

    /// <summary>The last common name when this is <paramref name="issuer"/> and one common name more; otherwise null.</summary>
    internal string? LastCommonNameUnder(DistinguishedName issuer) =>
        _rdns.Count == issuer._rdns.Count + 1 && _keys.Take(issuer._keys.Count).SequenceEqual(issuer._keys) && _rdns[^1] is [{ Oid: CommonName } only]
            ? only.Text
            : null;

    /// <summary>This name with one common name more, as a proxy's subject: the bytes of this name are kept as they are.</summary>
    /// <param name="commonName">Letters, digits and the few signs of a PrintableString.</param>
    internal X500DistinguishedName WithCommonName(string commonName)
    {
        var rdns = new AsnReader(_der, AsnEncodingRules.DER).ReadSequence();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            while (rdns.HasData) writer.WriteEncodedValue(rdns.ReadEncodedValue().Span);
            using (writer.PushSetOf())
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(CommonName);
                writer.WriteCharacterString(UniversalTagNumber.PrintableString, commonName);
            }
        }

        return new X500DistinguishedName(writer.Encode());
    }

    /// <summary>Whether both names have the same RDNs in the same order, by decoded value.</summary>
    public bool Equals(DistinguishedName? other) => other is not null && _keys.SequenceEqual(other._keys);

    /// <summary>Whether <paramref name="obj"/> is an equal name.</summary>
    public override bool Equals(object? obj) => Equals(obj as DistinguishedName);

    /// <summary>A hash that agrees with equality.</summary>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var key in _keys) hash.Add(key, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    /// <summary>The one-line form.</summary>
    public override string ToString() => OneLine;

    // Lengths before texts: no value can pretend to be two attributes. Sorted: the order in a set means nothing, and depends on the encodings.
    private static string KeyOf(IReadOnlyList<NameAttribute> rdn)
    {
        var key = new StringBuilder();
        foreach (var attribute in rdn.OrderBy(attribute => attribute.Oid, StringComparer.Ordinal).ThenBy(attribute => attribute.Text, StringComparer.Ordinal))
            key.Append(attribute.Oid).Append('=').Append(attribute.Text.Length).Append(':').Append(attribute.Text);
        return key.ToString();
    }
}
