using System.Security.Cryptography;

namespace Dirac.Security.Certificates.Der;

/// <summary>Finds the PEM blocks (RFC 7468) in a text; what lies between and under other labels is skipped.</summary>
internal static class PemBlocks
{
    /// <summary>Contents of the blocks with one of <paramref name="labels"/>, in order.</summary>
    public static IReadOnlyList<byte[]> Read(ReadOnlySpan<char> text, params ReadOnlySpan<string> labels)
    {
        var blocks = new List<byte[]>();
        while (PemEncoding.TryFind(text, out var fields))
        {
            if (labels.Contains(text[fields.Label].ToString())) blocks.Add(Convert.FromBase64String(text[fields.Base64Data].ToString()));
            text = text[fields.Location.End..];
        }

        return blocks;
    }
}
