using System.Buffers;
using System.Globalization;

namespace Dirac.Wire.Dips.Framing;

/// <summary>What stands before a payload: its length in decimal and a colon, after <c>dka</c> in keep-alives.</summary>
/// <param name="Size">Bytes of the header.</param>
/// <param name="PayloadSize">Bytes that follow it.</param>
/// <param name="IsKeepAlive">Whether the message is one to keep the connection alive.</param>
internal readonly record struct FrameHeader(int Size, int PayloadSize, bool IsKeepAlive)
{
    public const int MaxPayloadSize = 999_999_999;

    // The colon is among the first ten bytes.
    private const int MostDigits = 9;

    public static ReadOnlySpan<byte> KeepAliveMark => "dka"u8;

    /// <summary>Reads a header as soon as it is there, and refuses what cannot become one at its first wrong byte.</summary>
    /// <exception cref="DipsException">It is no header.</exception>
    public static bool TryRead(in ReadOnlySequence<byte> buffer, out FrameHeader header)
    {
        header = default;
        Span<byte> start = stackalloc byte[KeepAliveMark.Length + MostDigits + 1];
        start = start[..(int)Math.Min(start.Length, buffer.Length)];
        buffer.Slice(0, start.Length).CopyTo(start);
        if (start.IsEmpty) return false;

        var mark = start[0] == KeepAliveMark[0] ? KeepAliveMark : default;
        if (!start.StartsWith(mark)) return mark.StartsWith(start) ? false : throw Refused();
        var digits = start[mark.Length..Math.Min(start.Length, mark.Length + MostDigits + 1)];
        var colon = digits.IndexOf((byte)':');
        if (colon == 0 || (colon >= 0 ? digits[..colon] : digits).ContainsAnyExceptInRange((byte)'0', (byte)'9')) throw Refused();
        if (colon < 0) return digits.Length > MostDigits ? throw Refused() : false;

        header = new FrameHeader(mark.Length + colon + 1, int.Parse(digits[..colon], CultureInfo.InvariantCulture), !mark.IsEmpty);
        return true;
    }

    private static DipsException Refused() =>
        new(DipsFault.Malformed, "The peer does not speak dips: a message begins with its length in at most nine digits and a colon.");
}
