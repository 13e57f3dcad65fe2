using System.Text;

namespace Dirac.Security.GridTls;

/// <summary>Application protocols (ALPN, RFC 7301) as they travel: each name after its length. Pure.</summary>
internal static class ProtocolNames
{
    /// <summary>The list as bytes.</summary>
    /// <exception cref="ArgumentException">A name is empty or longer than 255 bytes.</exception>
    public static byte[] Encode(IReadOnlyList<string> protocols) => [.. protocols.SelectMany(EncodeOne)];

    /// <summary>Finds the first of <paramref name="ours"/> in <paramref name="offered"/>; bytes that are no list hold none.</summary>
    /// <param name="ours">In order of preference.</param>
    /// <param name="offered">What the client sent.</param>
    /// <param name="at">Where the length of the chosen one stands.</param>
    public static bool TryChoose(IReadOnlyList<byte[]> ours, ReadOnlySpan<byte> offered, out int at)
    {
        foreach (var own in ours)
        {
            for (at = 0; at < offered.Length; at += 1 + offered[at])
            {
                if (at + 1 + offered[at] <= offered.Length && offered.Slice(at + 1, offered[at]).SequenceEqual(own)) return true;
            }
        }

        at = 0;
        return false;
    }

    private static byte[] EncodeOne(string protocol) => Encoding.ASCII.GetBytes(protocol) is { Length: > 0 and <= 255 } name
        ? [(byte)name.Length, .. name]
        : throw new ArgumentException($"'{protocol}' cannot be the name of a protocol.", nameof(protocol));
}
