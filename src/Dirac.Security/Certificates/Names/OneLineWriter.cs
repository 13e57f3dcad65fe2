using System.Text;

namespace Dirac.Security.Certificates.Names;

/// <summary>Writes names as OpenSSL 3's one-line form does. Pure.</summary>
/// <remarks>
/// A slash begins an RDN, a plus a further attribute of the same; both are escaped by a backslash inside values. Bytes outside printable ASCII are
/// <c>\xNN</c>, byte by byte whatever the encoding (UTF-8 and BMP text too). A backslash itself is not escaped, so the form can be ambiguous.
/// </remarks>
internal static class OneLineWriter
{
    // OpenSSL prints an unknown type into a buffer of 80 bytes.
    private const int LongestOid = 79;

    /// <summary>The one-line form of <paramref name="rdns"/>; empty for an empty name.</summary>
    public static string Write(IReadOnlyList<IReadOnlyList<NameAttribute>> rdns)
    {
        var text = new StringBuilder();
        foreach (var rdn in rdns)
        {
            var separator = '/';
            foreach (var attribute in rdn)
            {
                text.Append(separator).Append(TypeOf(attribute.Oid)).Append('=');
                AppendValue(text, attribute.Content);
                separator = '+';
            }
        }

        return text.ToString();
    }

    private static ReadOnlySpan<char> TypeOf(string oid) =>
        AttributeNames.Find(oid) ?? (oid.Length > LongestOid ? oid.AsSpan(0, LongestOid) : oid);

    private static void AppendValue(StringBuilder text, byte[] content)
    {
        foreach (var value in content)
        {
            if (value is (byte)'/' or (byte)'+')
                text.Append('\\').Append((char)value);
            else if (value is < (byte)' ' or > (byte)'~')
                text.Append("\\x").Append(value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            else
                text.Append((char)value);
        }
    }
}
