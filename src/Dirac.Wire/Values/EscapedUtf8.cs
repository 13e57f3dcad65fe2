using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Dirac.Wire.Values;

/// <summary>UTF-8 as Python peers use it: a byte that is no UTF-8 is the lone surrogate U+DC00 + byte, and goes back to that byte.</summary>
internal static class EscapedUtf8
{
    private const int FirstEscape = 0xdc80;
    private const int LastEscape = 0xdcff;

    /// <summary>The text of any bytes.</summary>
    public static string GetString(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes)) return Encoding.UTF8.GetString(bytes);
        var text = new StringBuilder(bytes.Length);
        Span<char> units = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var used) == OperationStatus.Done)
            {
                text.Append(units[..rune.EncodeToUtf16(units)]);
            }
            else
            {
                foreach (var escaped in bytes[..used]) text.Append(Escape(escaped));
            }

            bytes = bytes[used..];
        }

        return text.ToString();
    }

    /// <summary>The lone surrogate that stands for a byte.</summary>
    public static char Escape(byte value) => (char)(0xdc00 + value);

    /// <summary>The bytes of a text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="bytes">Three bytes or more for each of its units.</param>
    /// <param name="written">How many bytes were written.</param>
    /// <returns>False when the text holds a lone surrogate that stands for no byte; it is written as three bytes.</returns>
    public static bool TryGetBytes(ReadOnlySpan<char> text, Span<byte> bytes, out int written)
    {
        var expressible = true;
        written = 0;
        while (true)
        {
            var status = Utf8.FromUtf16(text, bytes[written..], out var read, out var count, replaceInvalidSequences: false);
            written += count;
            if (status == OperationStatus.Done) return expressible;
            var lone = text[read];
            if (lone is >= (char)FirstEscape and <= (char)LastEscape)
            {
                bytes[written++] = (byte)lone;
            }
            else
            {
                expressible = false;
                bytes[written++] = (byte)(0xe0 | (lone >> 12));
                bytes[written++] = (byte)(0x80 | ((lone >> 6) & 0x3f));
                bytes[written++] = (byte)(0x80 | (lone & 0x3f));
            }

            text = text[(read + 1)..];
        }
    }

    /// <summary>The bytes of a text, if it has any lone surrogate only such that stands for a byte.</summary>
    public static byte[]? GetBytes(string text)
    {
        var rented = ArrayPool<byte>.Shared.Rent((text.Length * 3) + 1);
        var expressible = TryGetBytes(text, rented, out var written);
        var bytes = expressible ? rented.AsSpan(0, written).ToArray() : null;
        ArrayPool<byte>.Shared.Return(rented);
        return bytes;
    }
}
