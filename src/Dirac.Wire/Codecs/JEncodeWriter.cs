using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Dirac.Wire.Values;

namespace Dirac.Wire.Codecs;

/// <summary>Writes values in JEncode, byte for byte as Python's json does.</summary>
internal ref struct JEncodeWriter(IBufferWriter<byte> output)
{
    private ByteSink _sink = new(output);

    public static void Write(WireValue value, IBufferWriter<byte> output)
    {
        var writer = new JEncodeWriter(output);
        writer.WriteValue(value);
        writer._sink.Flush();
    }

    // Containers apart from scalars: this is what recurs, and its frames are to be small.
    private void WriteValue(in WireValue value)
    {
        switch (value.Node)
        {
            case SequenceNode sequence: WriteItems(sequence.Items.Span); break;
            case DictNode dict: WriteDict(dict); break;
            case TaggedNode tagged: WriteObject(tagged); break;
            default: WriteScalar(value); break;
        }
    }

    private void WriteScalar(in WireValue value)
    {
        switch (value.Kind)
        {
            case WireKind.Null: _sink.Write("null"u8); break;
            case WireKind.Truth: WriteTruth(value); break;
            case WireKind.Whole: WriteWhole(value); break;
            case WireKind.Real: WriteReal(value.AsDouble()); break;
            case WireKind.Text: JsonText.Write(ref _sink, value); break;
            case WireKind.Bytes: WriteBytes(value.AsBytes()); break;
            case WireKind.DateTime: WriteDateTime(value.AsDateTime()); break;
            case WireKind.Date: WriteDate(value.AsDate()); break;
            default: throw new WireEncodingException($"JEncode cannot send a {value.Kind}.");
        }
    }

    private void WriteItems(ReadOnlySpan<WireValue> items)
    {
        _sink.Write((byte)'[');
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0) _sink.Write(", "u8);
            WriteValue(items[i]);
        }

        _sink.Write((byte)']');
    }

    private void WriteDict(DictNode dict)
    {
        // A peer would take the dict for an object of whatever class its sender likes.
        if (dict.Keys.ClassTag >= 0) throw new WireEncodingException("JEncode cannot send a dict with the key '__dCls'.");
        _sink.Write((byte)'{');
        WriteMembers(dict, first: true);
        _sink.Write((byte)'}');
    }

    private void WriteMembers(DictNode dict, bool first)
    {
        var keys = dict.Keys.Span;
        var values = dict.Values.Span;
        for (var i = 0; i < keys.Length; i++)
        {
            if (i > 0 || !first) _sink.Write(", "u8);
            WriteKey(keys[i]);
            _sink.Write(": "u8);
            WriteValue(values[i]);
        }
    }

    private void WriteKey(in WireValue key)
    {
        if (key.Kind == WireKind.Text)
        {
            JsonText.Write(ref _sink, key);
            return;
        }

        _sink.Write((byte)'"');
        switch (key.Kind)
        {
            case WireKind.Null: _sink.Write("null"u8); break;
            case WireKind.Truth: WriteTruth(key); break;
            case WireKind.Whole: WriteWhole(key); break;
            case WireKind.Real: WriteReal(key.AsDouble()); break;
            default: throw new WireEncodingException($"JEncode cannot send a {key.Kind} as a key.");
        }

        _sink.Write((byte)'"');
    }

    private void WriteTruth(in WireValue value) => _sink.Write(value.AsTruth() ? "true"u8 : "false"u8);

    private void WriteWhole(in WireValue value)
    {
        if (value.IsInt64)
        {
            _sink.Write(value.AsInt64());
            return;
        }

        var digits = value.AsBigInteger().ToString(CultureInfo.InvariantCulture);
        _sink.Commit(Encoding.ASCII.GetBytes(digits, _sink.Reserve(digits.Length)));
    }

    private void WriteReal(double number)
    {
        if (double.IsNaN(number)) _sink.Write("NaN"u8);
        else if (double.IsInfinity(number)) _sink.Write(number > 0 ? "Infinity"u8 : "-Infinity"u8);
        else _sink.Commit(PythonReal.Write(number, _sink.Reserve(PythonReal.MaxLength)));
    }

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        _sink.Write("{\"__dCls\": \"b64\", \"obj\": \""u8);
        Base64.EncodeToUtf8(bytes, _sink.Reserve(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
        _sink.Commit(written);
        _sink.Write("\"}"u8);
    }

    private void WriteDateTime(DateTime moment)
    {
        const int Length = 19;
        _sink.Write("{\"__dCls\": \"dt\", \"obj\": \""u8);
        Moments.WriteDateTime(_sink.Reserve(Length), moment);
        _sink.Commit(Length);
        _sink.Write("\"}"u8);
    }

    private void WriteDate(DateOnly date)
    {
        const int Length = 10;
        _sink.Write("{\"__dCls\": \"date\", \"obj\": \""u8);
        Moments.WriteDate(_sink.Reserve(Length), date.Year, date.Month, date.Day);
        _sink.Commit(Length);
        _sink.Write("\"}"u8);
    }

    private void WriteObject(TaggedNode value)
    {
        _sink.Write("{\"__dCls\": "u8);
        JsonText.Write(ref _sink, value.Class.Name);
        _sink.Write(", \"__dMod\": "u8);
        JsonText.Write(ref _sink, value.Class.Module);
        WriteMembers(value.Attributes, first: false);
        _sink.Write((byte)'}');
    }
}
