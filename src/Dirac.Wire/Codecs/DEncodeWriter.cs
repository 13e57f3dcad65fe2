using System.Buffers;
using System.Globalization;
using Dirac.Wire.Values;

namespace Dirac.Wire.Codecs;

/// <summary>Writes values in DEncode.</summary>
internal ref struct DEncodeWriter(IBufferWriter<byte> output)
{
    private const int LongestHeader = 12;

    private ByteSink _sink = new(output);

    public static void Write(WireValue value, IBufferWriter<byte> output)
    {
        var writer = new DEncodeWriter(output);
        writer.WriteValue(value);
        writer._sink.Flush();
    }

    // Containers apart from scalars: this is what recurs, and its frames are to be small.
    private void WriteValue(in WireValue value)
    {
        switch (value.Node)
        {
            case SequenceNode sequence: WriteItems(sequence); break;
            case DictNode dict: WriteDict(dict); break;
            default: WriteScalar(value); break;
        }
    }

    private void WriteScalar(in WireValue value)
    {
        switch (value.Kind)
        {
            case WireKind.Null: _sink.Write((byte)'n'); break;
            case WireKind.Truth: _sink.Write(value.AsTruth() ? "b1"u8 : "b0"u8); break;
            case WireKind.Whole: WriteWhole(value); break;
            case WireKind.Real: WriteReal(value.AsDouble()); break;
            case WireKind.Text or WireKind.Bytes: WriteText(value); break;
            case WireKind.DateTime: WriteDateTime(value.AsDateTime()); break;
            case WireKind.Date: WriteDate(value.AsDate()); break;
            case WireKind.Time: WriteTime(value.AsTime()); break;
            default: throw new WireEncodingException($"DEncode has no objects of classes; this is one of {value.AsObject().Class}.");
        }
    }

    private void WriteItems(SequenceNode sequence)
    {
        _sink.Write((byte)(sequence.Kind == WireKind.List ? 'l' : 't'));
        foreach (ref readonly var item in sequence.Items.Span) WriteValue(item);
        _sink.Write((byte)'e');
    }

    private void WriteDict(DictNode dict)
    {
        var keys = dict.Keys.Span;
        var values = dict.Values.Span;
        _sink.Write((byte)'d');
        for (var i = 0; i < keys.Length; i++)
        {
            WriteValue(keys[i]);
            WriteValue(values[i]);
        }

        _sink.Write((byte)'e');
    }

    private void WriteWhole(in WireValue value)
    {
        if (value.IsInt64)
        {
            WriteNumber(value.AsInt64());
            return;
        }

        var digits = value.AsBigInteger().ToString(CultureInfo.InvariantCulture);
        _sink.Write((byte)'i');
        var count = System.Text.Encoding.ASCII.GetBytes(digits, _sink.Reserve(digits.Length));
        _sink.Commit(count);
        _sink.Write((byte)'e');
    }

    private void WriteNumber(long number)
    {
        _sink.Write((byte)'i');
        _sink.Write(number);
        _sink.Write((byte)'e');
    }

    private void WriteReal(double number)
    {
        _sink.Write((byte)'f');
        if (double.IsNaN(number)) _sink.Write("nan"u8);
        else if (double.IsInfinity(number)) _sink.Write(number > 0 ? "inf"u8 : "-inf"u8);
        else _sink.Commit(PythonReal.Write(number, _sink.Reserve(PythonReal.MaxLength)));
        _sink.Write((byte)'e');
    }

    private void WriteText(in WireValue value)
    {
        if (value.Node is TextNode { Utf8: null } text)
        {
            WriteUnits(text.Text);
            return;
        }

        var bytes = value.Node is TextNode kept ? kept.Utf8 : value.Slice;
        var room = _sink.Reserve(LongestHeader + bytes.Length);
        var header = WriteHeader(room, bytes.Length);
        bytes.CopyTo(room[header..]);
        _sink.Commit(header + bytes.Length);
    }

    private void WriteUnits(string text)
    {
        var room = _sink.Reserve(LongestHeader + (text.Length * 3));
        // Nearly all text is ASCII, whose length is known beforehand.
        var header = WriteHeader(room, text.Length);
        if (!EscapedUtf8.TryGetBytes(text, room[header..], out var length))
        {
            throw new WireEncodingException("DEncode cannot send a text with a lone surrogate that stands for no byte.");
        }

        if (length != text.Length)
        {
            Span<byte> right = stackalloc byte[LongestHeader];
            var size = WriteHeader(right, length);
            if (size != header) room.Slice(header, length).CopyTo(room[size..]);
            right[..size].CopyTo(room);
            header = size;
        }

        _sink.Commit(header + length);
    }

    private static int WriteHeader(Span<byte> room, int length)
    {
        room[0] = (byte)'s';
        length.TryFormat(room[1..], out var digits, default, CultureInfo.InvariantCulture);
        room[digits + 1] = (byte)':';
        return digits + 2;
    }

    private void WriteDateTime(DateTime moment)
    {
        _sink.Write("zat"u8);
        WriteNumber(moment.Year);
        WriteNumber(moment.Month);
        WriteNumber(moment.Day);
        WriteTimeOfDay(TimeOnly.FromDateTime(moment));
    }

    private void WriteDate(DateOnly date)
    {
        _sink.Write("zdt"u8);
        WriteNumber(date.Year);
        WriteNumber(date.Month);
        WriteNumber(date.Day);
        _sink.Write((byte)'e');
    }

    private void WriteTime(TimeOnly time)
    {
        _sink.Write("ztt"u8);
        WriteTimeOfDay(time);
    }

    private void WriteTimeOfDay(TimeOnly time)
    {
        WriteNumber(time.Hour);
        WriteNumber(time.Minute);
        WriteNumber(time.Second);
        WriteNumber(time.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond);
        _sink.Write("ne"u8);
    }
}
