using System.Globalization;
using System.Numerics;
using System.Text;
using Dirac.Wire.Values;

namespace Dirac.Wire.Codecs;

/// <summary>Reads one DEncode value. The bytes are the reader's own copy: texts are parts of it.</summary>
internal ref struct DEncodeReader
{
    private const int LongestWhole64 = 18;

    private readonly ReadOnlySpan<byte> _data;
    private readonly BufferNode _texts;
    private readonly TreeBuilder _builder;
    private readonly WireReadOptions _options;
    private int _at;

    private DEncodeReader(byte[] owned, TreeBuilder builder, WireReadOptions options)
    {
        _data = owned;
        _texts = new BufferNode(WireKind.Text, owned);
        _builder = builder;
        _options = options;
    }

    public static WireValue Read(byte[] owned, WireReadOptions options, out int consumed)
    {
        using var builder = new TreeBuilder(options, Announce);
        var reader = new DEncodeReader(owned, builder, options);
        var value = reader.ReadValue(0);
        consumed = reader._at;
        return value;
    }

    private static byte[] Announce(byte[] key)
    {
        var header = string.Create(CultureInfo.InvariantCulture, $"s{key.Length}:");
        return [.. header.Select(letter => (byte)letter), .. key];
    }

    // Containers apart from scalars: this is what recurs, and its frames are to be small.
    private WireValue ReadValue(int level) => Next("a value") switch
    {
        (byte)'d' => ReadDict(level),
        (byte)'l' => ReadSequence(WireKind.List, level),
        (byte)'t' => ReadSequence(WireKind.Tuple, level),
        var tag => ReadScalar(tag),
    };

    private WireValue ReadScalar(byte tag)
    {
        switch (tag)
        {
            case (byte)'i' or (byte)'I': return ReadWhole();
            case (byte)'s' or (byte)'u': return ReadText();
            case (byte)'n': return WireValue.Null;
            // compat: whatever is not 0 is true.
            case (byte)'b': return WireValue.Of(Next("0 or 1") != '0');
            case (byte)'f': return ReadReal();
            case (byte)'z': return ReadMoment();
            default: throw Error(_at - 1, "one of the tags i I f b s u n l t d z");
        }
    }

    private WireValue ReadSequence(WireKind kind, int level)
    {
        Enter(level);
        var start = _builder.ValueCount;
        while (Peek("an item or 'e'") != 'e') Add(ReadValue(level + 1));
        _at++;
        return _builder.EndSequence(kind, start);
    }

    private WireValue ReadDict(int level)
    {
        Enter(level);
        var start = _builder.ValueCount;
        var alike = 0;
        if (_builder.ShapeAt(level) is { } shape)
        {
            for (; alike < shape.Keys.Count && shape.LengthOfKey(alike, _data[_at..]) is > 0 and var length; alike++)
            {
                _at += length;
                Add(ReadValue(level + 1));
            }

            if (alike == shape.Keys.Count && Peek("a key or 'e'") == 'e')
            {
                _at++;
                return _builder.EndRecord(shape, start);
            }

            var first = _builder.KeyCount;
            _builder.AddKeys(shape, alike);
            return ReadPairs(level, first, start);
        }

        return ReadPairs(level, _builder.KeyCount, start);
    }

    private WireValue ReadPairs(int level, int firstKey, int start)
    {
        while (Peek("a key or 'e'") != 'e')
        {
            var at = _at;
            var key = ReadValue(level + 1);
            if (!key.IsHashable) throw Error(at, "a key, which no list or dict can be");
            if (!_builder.TryAddKey(key)) throw TooMany();
            Add(ReadValue(level + 1));
        }

        _at++;
        return _builder.EndDict(level, firstKey, start);
    }

    private WireValue ReadText()
    {
        var length = 0L;
        var first = _at;
        while (Next("the length of a text") is var digit && digit != ':')
        {
            if (!char.IsAsciiDigit((char)digit)) throw Error(_at - 1, "a digit of a length or ':'");
            length = Math.Min((length * 10) + digit - '0', int.MaxValue);
        }

        if (_at - 1 == first) throw Error(first, "the length of a text");
        if (length > _data.Length - _at) throw Error(_data.Length, string.Create(CultureInfo.InvariantCulture, $"the rest of a text, which begins at {_at}"));
        var value = new WireValue(_texts, ((long)_at << 32) | length);
        _at += (int)length;
        return value;
    }

    private WireValue ReadWhole()
    {
        var first = _at;
        var negative = Peek("a whole number") == '-';
        if (negative) _at++;
        var digits = _at;
        var number = 0L;
        while (Next("a digit or 'e'") is var digit && digit != 'e')
        {
            if (!char.IsAsciiDigit((char)digit)) throw Error(_at - 1, "a digit or 'e'");
            // Beyond eighteen digits this overflows, and is not used.
            number = (number * 10) + digit - '0';
        }

        var count = _at - 1 - digits;
        if (count == 0) throw Error(digits, "a digit");
        if (count <= LongestWhole64) return WireValue.Of(negative ? -number : number);
        if (count > _options.MaxDigits) throw Error(first, string.Create(CultureInfo.InvariantCulture, $"a whole number of at most {_options.MaxDigits} digits"));
        return WireValue.Of(BigInteger.Parse(Encoding.ASCII.GetString(_data[first..(_at - 1)]), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    // An 'e' with a sign after it is the mark of an exponent; any other one is the end.
    private WireValue ReadReal()
    {
        var rest = _data[_at..];
        var end = rest.IndexOf((byte)'e');
        if (end >= 0 && end + 1 < rest.Length && rest[end + 1] is (byte)'+' or (byte)'-')
        {
            var more = rest[(end + 1)..].IndexOf((byte)'e');
            end = more < 0 ? -1 : end + 1 + more;
        }

        if (end < 0) throw Error(_data.Length, "the 'e' at the end of a number");
        if (!PythonReal.TryParse(rest[..end], out var number)) throw Error(_at, "a number");
        _at += end + 1;
        return WireValue.Of(number);
    }

    private WireValue ReadMoment()
    {
        var what = Next("a, d or t");
        var at = _at;
        if (what is not ((byte)'a' or (byte)'d' or (byte)'t')) throw Error(_at - 1, "a, d or t");
        Expect('t', "a tuple");
        var (year, month, day) = what == 't' ? (1, 1, 1) : (ReadPart(), ReadPart(), ReadPart());
        var (hour, minute, second, micro) = what == 'd' ? (0, 0, 0, 0) : (ReadPart(), ReadPart(), ReadPart(), ReadPart());
        if (what != 'd') Expect('n', "no zone, 'n'");
        Expect('e', "the end of the tuple, 'e'");
        if (!Moments.TryMake(year, month, day, out var date) || !Moments.TryMake(hour, minute, second, micro, out var time))
        {
            throw Error(at, "a moment of the calendar");
        }

        return (char)what switch
        {
            'a' => WireValue.Of(new DateTime(date, time)),
            'd' => WireValue.Of(date),
            _ => WireValue.Of(time),
        };
    }

    private int ReadPart()
    {
        var at = _at;
        if (Next("a whole number") is not ((byte)'i' or (byte)'I')) throw Error(at, "a whole number");
        var value = ReadWhole();
        return value.IsInt64 && value.AsInt64() is >= 0 and <= 999_999 and var part ? (int)part : throw Error(at, "a part of a moment");
    }

    private readonly void Enter(int level)
    {
        if (level >= _options.MaxDepth) throw Error(_at - 1, string.Create(CultureInfo.InvariantCulture, $"no more than {_options.MaxDepth} containers in each other"));
    }

    private readonly void Add(WireValue value)
    {
        if (!_builder.TryAdd(value)) throw TooMany();
    }

    private void Expect(char letter, string expected)
    {
        if (Next(expected) != letter) throw Error(_at - 1, expected);
    }

    private readonly byte Peek(string expected) => _at < _data.Length ? _data[_at] : throw Error(_data.Length, expected);

    private byte Next(string expected) => _at < _data.Length ? _data[_at++] : throw Error(_data.Length, expected);

    private readonly WireFormatException TooMany() => Error(_at, string.Create(CultureInfo.InvariantCulture, $"no more than {_options.MaxValues} values"));

    private static WireFormatException Error(int position, string expected) => new(position, expected);
}
