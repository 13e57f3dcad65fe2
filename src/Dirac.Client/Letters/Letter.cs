using System.Buffers.Binary;
using System.Text;

namespace Dirac.Client.Letters;

/// <summary>A file that carries a piece of a stream. Pure.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Taken">How much its sender has taken of the other direction, by <see cref="CostOf"/>, since the connection began.</param>
/// <param name="Content">The piece.</param>
internal sealed record Letter(LetterKind Kind, ulong Taken, ReadOnlyMemory<byte> Content)
{
    /// <summary>Bytes before the content: a mark, the kind, the content's length, what was taken.</summary>
    public const int HeaderLength = 16;

    // So that many small pieces fill the window too: each is a file.
    private const int CostOfFile = 1024;
    private const int LongestReason = 500;

    private static ReadOnlySpan<byte> Mark => "DL1"u8;

    /// <summary>What a piece counts in the window.</summary>
    public static ulong CostOf(int length) => length == 0 ? 0 : (ulong)length + CostOfFile;

    /// <summary>The last letter of a connection.</summary>
    public static Letter Parting(string reason, ulong taken) =>
        new(LetterKind.Gone, taken, Encoding.UTF8.GetBytes(reason.Length > LongestReason ? reason[..LongestReason] : reason));

    /// <summary>The content as text, without characters that would upset a log.</summary>
    public string Text => string.Concat(Encoding.UTF8.GetString(Content.Span[..Math.Min(Content.Length, LongestReason)]).Where(letter => !char.IsControl(letter)));

    /// <summary>The file's content.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[HeaderLength + Content.Length];
        Mark.CopyTo(bytes);
        bytes[3] = (byte)Kind;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), Content.Length);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), Taken);
        Content.Span.CopyTo(bytes.AsSpan(HeaderLength));
        return bytes;
    }

    /// <summary>Reads a file's content.</summary>
    /// <returns>Null when it is no letter, or not all of one.</returns>
    public static Letter? TryRead(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        if (span.Length < HeaderLength || !span.StartsWith(Mark) || span[3] is < (byte)LetterKind.Open or > (byte)LetterKind.Alive) return null;
        return BinaryPrimitives.ReadInt32BigEndian(span[4..]) == span.Length - HeaderLength
            ? new Letter((LetterKind)span[3], BinaryPrimitives.ReadUInt64BigEndian(span[8..]), bytes[HeaderLength..])
            : null;
    }
}
