using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Unicode;
using Dirac.Wire.Values;

namespace Dirac.Wire.Codecs;

/// <summary>Reads one JEncode message. The bytes are the reader's own copy: texts are parts of it, and escapes are resolved in it.</summary>
internal ref struct JEncodeReader
{
    private const int LongestWhole64 = 18;

    private readonly TreeBuilder _builder;
    private readonly WireReadOptions _options;
    private readonly ReadOnlySpan<byte> _data;
    private JsonTextReader _texts;
    private int _at;

    private JEncodeReader(byte[] owned, TreeBuilder builder, WireReadOptions options)
    {
        _data = owned;
        _texts = new JsonTextReader(owned);
        _builder = builder;
        _options = options;
    }

    public static WireValue Read(byte[] owned, WireReadOptions options)
    {
        if (!Utf8.IsValid(owned)) throw new WireFormatException(FirstInvalid(owned), "UTF-8");
        using var builder = new TreeBuilder(options, key => JsonText.IsPlain(key) ? [(byte)'"', .. key, (byte)'"', (byte)':'] : null);
        var reader = new JEncodeReader(owned, builder, options);
        var value = reader.ReadValue(0);
        reader.SkipBlanks();
        return reader._at == owned.Length ? value : throw new WireFormatException(reader._at, "the end of the message");
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var used) == System.Buffers.OperationStatus.Done) at += used;
        return at;
    }

    // Containers apart from scalars: this is what recurs, and its frames are to be small.
    private WireValue ReadValue(int level)
    {
        SkipBlanks();
        return Peek("a value") switch
        {
            (byte)'{' => ReadObject(level),
            (byte)'[' => ReadList(level),
            var first => ReadScalar(first),
        };
    }

    private WireValue ReadScalar(byte first)
    {
        switch (first)
        {
            case (byte)'"': return _texts.Read(ref _at);
            case (byte)'t': return ReadWord("true"u8, WireValue.Of(true));
            case (byte)'f': return ReadWord("false"u8, WireValue.Of(false));
            case (byte)'n': return ReadWord("null"u8, WireValue.Null);
            // compat: no JSON, but Python peers send it.
            case (byte)'N': return ReadWord("NaN"u8, WireValue.Of(double.NaN));
            case (byte)'I': return ReadWord("Infinity"u8, WireValue.Of(double.PositiveInfinity));
            case (byte)'-' when _data[_at..].StartsWith("-I"u8): return ReadWord("-Infinity"u8, WireValue.Of(double.NegativeInfinity));
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'): return ReadNumber();
            default: throw Error(_at, "a value");
        }
    }

    private WireValue ReadWord(ReadOnlySpan<byte> word, WireValue value)
    {
        if (!_data[_at..].StartsWith(word)) throw Error(_at, Encoding.ASCII.GetString(word));
        _at += word.Length;
        return value;
    }

    private WireValue ReadList(int level)
    {
        Enter(level);
        var start = _builder.ValueCount;
        SkipBlanks();
        if (Peek("an item or ']'") == ']')
        {
            _at++;
            return _builder.EndSequence(WireKind.List, start);
        }

        do
        {
            Add(ReadValue(level + 1));
        }
        while (More((byte)']', "',' or ']'"));
        return _builder.EndSequence(WireKind.List, start);
    }

    private WireValue ReadObject(int level)
    {
        var at = _at;
        Enter(level);
        if (TryReadDateTime(out var moment)) return moment;
        var dict = ReadMembers(level);
        return ((DictNode)dict.Node!).Keys.ClassTag < 0 ? dict : TaggedObjects.Resolve((DictNode)dict.Node!, at, _options);
    }

    // What peers write for a datetime, letter for letter; anything else takes the longer way.
    private bool TryReadDateTime(out WireValue value)
    {
        const int Length = 19;
        var rest = _data[_at..];
        var head = "\"__dCls\": \"dt\", \"obj\": \""u8;
        value = default;
        if (rest.Length < head.Length + Length + 2 || !rest.StartsWith(head) || !rest[(head.Length + Length)..].StartsWith("\"}"u8)) return false;
        if (!Moments.TryReadDateTime(rest.Slice(head.Length, Length), out var moment)) return false;
        value = WireValue.Of(moment);
        _at += head.Length + Length + 2;
        return true;
    }

    private WireValue ReadMembers(int level)
    {
        var start = _builder.ValueCount;
        var firstKey = _builder.KeyCount;
        SkipBlanks();
        var more = Peek("a key or '}'") != '}';
        if (!more) _at++;
        var alike = 0;
        if (more && _builder.ShapeAt(level) is { } shape)
        {
            while (more && alike < shape.Keys.Count && shape.LengthOfKey(alike, _data[_at..]) is > 0 and var length)
            {
                _at += length;
                alike++;
                Add(ReadValue(level + 1));
                more = MoreMembers();
            }

            if (!more && alike == shape.Keys.Count) return _builder.EndRecord(shape, start);
            firstKey = _builder.KeyCount;
            _builder.AddKeys(shape, alike);
        }

        while (more)
        {
            ReadKey();
            Add(ReadValue(level + 1));
            more = MoreMembers();
        }

        return _builder.EndDict(level, firstKey, start);
    }

    private void ReadKey()
    {
        if (Peek("a key") != '"') throw Error(_at, "a key in quotes");
        if (!_builder.TryAddKey(_texts.Read(ref _at))) throw TooMany();
        SkipBlanks();
        if (Peek("':'") != ':') throw Error(_at, "':'");
        _at++;
    }

    private bool MoreMembers()
    {
        var more = More((byte)'}', "',' or '}'");
        if (more) SkipBlanks();
        return more;
    }

    private bool More(byte end, string expected)
    {
        SkipBlanks();
        var next = Peek(expected);
        if (next != end && next != ',') throw Error(_at, expected);
        _at++;
        return next == ',';
    }

    private WireValue ReadNumber()
    {
        var start = _at;
        if (_data[_at] == '-') _at++;
        var digits = _at;
        SkipDigits();
        var count = _at - digits;
        if (count > 1 && _data[digits] == '0') throw Error(digits + 1, "no digit after a leading 0");
        if (_at < _data.Length && _data[_at] is (byte)'.' or (byte)'e' or (byte)'E') return ReadReal(start);
        if (count > _options.MaxDigits) throw Error(start, string.Create(CultureInfo.InvariantCulture, $"a whole number of at most {_options.MaxDigits} digits"));
        var text = _data[start.._at];
        return count <= LongestWhole64
            ? WireValue.Of(long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
            : WireValue.Of(BigInteger.Parse(Encoding.ASCII.GetString(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    private WireValue ReadReal(int start)
    {
        if (_data[_at] == '.')
        {
            _at++;
            SkipDigits();
        }

        if (_at < _data.Length && _data[_at] is (byte)'e' or (byte)'E')
        {
            _at++;
            if (_at < _data.Length && _data[_at] is (byte)'+' or (byte)'-') _at++;
            SkipDigits();
        }

        return PythonReal.TryParse(_data[start.._at], out var number) ? WireValue.Of(number) : throw Error(start, "a number");
    }

    private void SkipDigits()
    {
        var first = _at;
        while (_at < _data.Length && char.IsAsciiDigit((char)_data[_at])) _at++;
        if (_at == first) throw Error(_at, "a digit");
    }

    private void SkipBlanks()
    {
        while (_at < _data.Length && _data[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') _at++;
    }

    private void Enter(int level)
    {
        if (level >= _options.MaxDepth) throw Error(_at, string.Create(CultureInfo.InvariantCulture, $"no more than {_options.MaxDepth} containers in each other"));
        _at++;
    }

    private readonly void Add(WireValue value)
    {
        if (!_builder.TryAdd(value)) throw TooMany();
    }

    private readonly byte Peek(string expected) => _at < _data.Length ? _data[_at] : throw Error(_data.Length, expected);

    private readonly WireFormatException TooMany() => Error(_at, string.Create(CultureInfo.InvariantCulture, $"no more than {_options.MaxValues} values"));

    private static WireFormatException Error(int position, string expected) => new(position, expected);
}
