using System.Buffers;
using System.Globalization;
using System.Text;
using Dirac.Wire.Values;

namespace Dirac.Wire.Codecs;

/// <summary>Reads JSON's texts out of valid UTF-8 and resolves escapes in place, which never makes a text longer.</summary>
internal readonly ref struct JsonTextReader
{
    private const int HexDigits = 4;

    // The end, an escape, and control characters, which JSON forbids.
    private static readonly SearchValues<byte> Stops = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    private readonly Span<byte> _data;
    private readonly BufferNode _node;

    public JsonTextReader(byte[] owned)
    {
        _data = owned;
        _node = new BufferNode(WireKind.Text, owned);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="at">Its opening quote; afterwards, what follows the closing one.</param>
    public WireValue Read(ref int at)
    {
        var start = ++at;
        at = Stop(at);
        if (_data[at] == '"') return Part(start, at++);
        var end = at;
        while (_data[at] != '"')
        {
            var code = ReadEscape(ref at);
            if (code is >= 0xd800 and < 0xe000)
            {
                var begun = new StringBuilder(Encoding.UTF8.GetString(_data[start..end]));
                return ReadIllFormed(begun.Append((char)code), ref at);
            }

            end += new Rune(code).EncodeToUtf8(_data[end..]);
            var stop = Stop(at);
            _data[at..stop].CopyTo(_data[end..]);
            end += stop - at;
            at = stop;
        }

        at++;
        return Part(start, end);
    }

    // UTF-8 cannot express a lone surrogate, so the text is kept as a string.
    private WireValue ReadIllFormed(StringBuilder text, ref int at)
    {
        while (true)
        {
            var stop = Stop(at);
            text.Append(Encoding.UTF8.GetString(_data[at..stop]));
            at = stop;
            if (_data[at] == '"') break;
            var code = ReadEscape(ref at);
            if (code > char.MaxValue) text.Append(char.ConvertFromUtf32(code));
            else text.Append((char)code);
        }

        at++;
        return WireValue.Of(text.ToString());
    }

    private WireValue Part(int start, int end) => new(_node, ((long)start << 32) | (uint)(end - start));

    private int Stop(int at)
    {
        var length = _data[at..].IndexOfAny(Stops);
        if (length < 0) throw new WireFormatException(_data.Length, "the '\"' at the end of a text");
        return _data[at + length] >= 0x20 ? at + length : throw new WireFormatException(at + length, "no control character in a text");
    }

    // A rune, or a surrogate that has no partner.
    private int ReadEscape(ref int at)
    {
        if (at + 1 >= _data.Length) throw new WireFormatException(_data.Length, "the rest of an escape");
        var letter = _data[at + 1];
        at += 2;
        if (letter != 'u') return Short(letter, at - 1);
        var unit = ReadUnit(at);
        at += HexDigits;
        if (!char.IsHighSurrogate((char)unit) || !_data[at..].StartsWith("\\u"u8)) return unit;
        var partner = ReadUnit(at + 2);
        if (!char.IsLowSurrogate((char)partner)) return unit;
        at += 2 + HexDigits;
        return char.ConvertToUtf32((char)unit, (char)partner);
    }

    private static int Short(byte letter, int at) => (char)letter switch
    {
        '"' or '\\' or '/' => letter,
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => throw new WireFormatException(at, "one of the escapes \" \\ / b f n r t u"),
    };

    private int ReadUnit(int at)
    {
        if (_data.Length - at < HexDigits) throw new WireFormatException(_data.Length, "four hexadecimal digits");
        return int.TryParse(_data.Slice(at, HexDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? unit
            : throw new WireFormatException(at, "four hexadecimal digits");
    }
}
