using System.Buffers;
using System.Text;
using Dirac.Wire.Values;

namespace Dirac.Wire.Codecs;

/// <summary>Writes texts as Python's json does: ASCII alone, everything else as escapes of UTF-16 units.</summary>
internal static class JsonText
{
    private const int LongestEscape = 6;
    private const int LongestRune = 2 * LongestEscape;

    private static readonly SearchValues<byte> PlainBytes = SearchValues.Create([.. PlainLetters().Select(letter => (byte)letter)]);
    private static readonly SearchValues<char> PlainUnits = SearchValues.Create([.. PlainLetters()]);

    /// <summary>Whether a text is written as it is.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> utf8) => !utf8.ContainsAnyExcept(PlainBytes);

    /// <summary>Writes a text in quotes.</summary>
    public static void Write(ref ByteSink sink, in WireValue text)
    {
        sink.Write((byte)'"');
        if (text.Node is TextNode { Utf8: null } units) WriteUnits(ref sink, units.Text);
        else WriteBytes(ref sink, text.Node is TextNode kept ? kept.Utf8 : text.Slice);
        sink.Write((byte)'"');
    }

    /// <summary>Writes a text in quotes.</summary>
    public static void Write(ref ByteSink sink, string text)
    {
        sink.Write((byte)'"');
        WriteUnits(ref sink, text);
        sink.Write((byte)'"');
    }

    private static void WriteUnits(ref ByteSink sink, ReadOnlySpan<char> units)
    {
        while (!units.IsEmpty)
        {
            var plain = units.IndexOfAnyExcept(PlainUnits);
            if (plain < 0) plain = units.Length;
            Ascii.FromUtf16(units[..plain], sink.Reserve(plain), out var written);
            sink.Commit(written);
            if (plain == units.Length) return;
            sink.Commit(Escape(units[plain], sink.Reserve(LongestEscape)));
            units = units[(plain + 1)..];
        }
    }

    private static void WriteBytes(ref ByteSink sink, ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            var plain = utf8.IndexOfAnyExcept(PlainBytes);
            if (plain < 0) plain = utf8.Length;
            sink.Write(utf8[..plain]);
            if (plain == utf8.Length) return;
            utf8 = utf8[(plain + EscapeRune(ref sink, utf8[plain..]))..];
        }
    }

    private static int EscapeRune(ref ByteSink sink, ReadOnlySpan<byte> utf8)
    {
        var room = sink.Reserve(LongestRune * 2);
        var size = 0;
        if (Rune.DecodeFromUtf8(utf8, out var rune, out var used) == OperationStatus.Done)
        {
            Span<char> units = stackalloc char[2];
            foreach (var unit in units[..rune.EncodeToUtf16(units)]) size += Escape(unit, room[size..]);
        }
        else
        {
            foreach (var escaped in utf8[..used]) size += Escape(EscapedUtf8.Escape(escaped), room[size..]);
        }

        sink.Commit(size);
        return used;
    }

    private static int Escape(char unit, Span<byte> room)
    {
        room[0] = (byte)'\\';
        var shortly = unit switch
        {
            '"' => '"',
            '\\' => '\\',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\b' => 'b',
            '\f' => 'f',
            _ => '\0',
        };
        room[1] = (byte)(shortly == '\0' ? 'u' : shortly);
        if (shortly != '\0') return 2;
        for (var i = 0; i < 4; i++) room[2 + i] = "0123456789abcdef"u8[(unit >> (12 - (4 * i))) & 0xf];
        return LongestEscape;
    }

    private static IEnumerable<char> PlainLetters() =>
        Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Where(letter => letter is not ('"' or '\\'));
}
