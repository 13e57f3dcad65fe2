using System.Text;
using Dirac.Wire.Codecs;
using Dirac.Wire.Values;

namespace Dirac.Wire.Tests.Codecs;

public sealed class JEncodeTests
{
    private static readonly WireClass Request = new("DIRAC.RequestManagementSystem.Client.Request", "Request");
    private static readonly WireReadOptions WithRequests = new() { Classes = new HashSet<WireClass> { Request } };

    public static TheoryData<int> Indexes => [.. Enumerable.Range(0, Samples.JEncoded.Length)];

    [Theory]
    [MemberData(nameof(Indexes))]
    public void Encode_Sample_IsWhatPythonWrites(int index) =>
        Assert.Equal(Samples.JEncoded[index].Encoded, Encoding.UTF8.GetString(JEncode.Encode(Samples.JEncoded[index].Value)));

    [Theory]
    [MemberData(nameof(Indexes))]
    public void Decode_Sample_IsItsValue(int index)
    {
        var (value, encoded, back) = Samples.JEncoded[index];

        var decoded = Decode($"\n {encoded}\t\r");

        Assert.Equal(back ?? value, decoded);
        Assert.Equal((back ?? value).GetHashCode(), decoded.GetHashCode());
    }

    [Theory]
    [MemberData(nameof(Indexes))]
    public void Decode_Truncated_SaysThatItEndsTooEarly(int index)
    {
        var encoded = Samples.JEncoded[index].Encoded;
        if (char.IsAsciiLetterOrDigit(encoded[^1])) return;

        for (var length = 0; length < encoded.Length; length++)
        {
            var error = Assert.Throws<WireFormatException>(() => Decode(encoded[..length]));
            Assert.InRange(error.Position, 0, length);
        }
    }

    [Theory]
    [InlineData("\"caf\u00e9 \u4e2d\"", "\"caf\\u00e9 \\u4e2d\"")]
    [InlineData("\"\\/\\u00E9\"", "\"/\\u00e9\"")]
    [InlineData("\"\u007f\"", "\"\\u007f\"")]
    [InlineData("1E2", "100.0")]
    [InlineData("1.0", "1.0")]
    [InlineData("1e400", "Infinity")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("{\"a\":1,\"b\":2,\"a\":3}", "{\"a\": 3, \"b\": 2}")]
    [InlineData("{\"a\" : [ ] , \"\\u0061\" : { } }", "{\"a\": {}}")]
    [InlineData("{\"__dCls\": null, \"a\": 1}", "{\"a\": 1}")]
    [InlineData("{\"obj\": \"2024-10-17\", \"__dCls\": \"date\"}", "{\"__dCls\": \"date\", \"obj\": \"2024-10-17\"}")]
    [InlineData("{\"\\u005f_dCls\":\"b64\",\"obj\":\"AP\\u002bAYWJj\"}", "{\"__dCls\": \"b64\", \"obj\": \"AP+AYWJj\"}")]
    [InlineData("{\"__dCls\":\"dt\",\"obj\":\"2024-10-17 13:41:46\"}", "{\"__dCls\": \"dt\", \"obj\": \"2024-10-17 13:41:46\"}")]
    public void Decode_OtherSpellings_MeanTheSame(string encoded, string meaning) =>
        Assert.Equal(meaning, Encoding.UTF8.GetString(JEncode.Encode(Decode(encoded))));

    [Theory]
    [InlineData("", 0)]
    [InlineData("x", 0)]
    [InlineData("tru", 0)]
    [InlineData("[1,]", 3)]
    [InlineData("[1 2]", 3)]
    [InlineData("{\"a\":1,}", 7)]
    [InlineData("{a:1}", 1)]
    [InlineData("{1:1}", 1)]
    [InlineData("{\"a\" 1}", 5)]
    [InlineData("01", 1)]
    [InlineData("1.", 2)]
    [InlineData(".5", 0)]
    [InlineData("-", 1)]
    [InlineData("-NaN", 1)]
    [InlineData("+1", 0)]
    [InlineData("1e", 2)]
    [InlineData("1 2", 2)]
    [InlineData("\"a\nb\"", 2)]
    [InlineData("\"\\x41\"", 2)]
    [InlineData("\"\\u12g4\"", 3)]
    [InlineData("\"\\u 12\"", 3)]
    [InlineData("\"\\ud83d\\u12\"", 12)]
    [InlineData("[{\"__dCls\": \"dt\", \"obj\": \"2024-10-17 13:41:46.123\"}]", 1)]
    [InlineData("[{\"__dCls\": \"dt\", \"obj\": \"2024-02-30 13:41:46\"}]", 1)]
    [InlineData("{\"__dCls\": \"dt\"}", 0)]
    [InlineData("{\"__dCls\": \"date\", \"obj\": \"2024-13-01\"}", 0)]
    [InlineData("{\"__dCls\": \"date\", \"obj\": 5}", 0)]
    [InlineData("{\"__dCls\": \"b64\", \"obj\": \"AP+AYW\"}", 0)]
    [InlineData("{\"__dCls\": 5}", 0)]
    [InlineData("{\"__dCls\": \"Request\"}", 0)]
    [InlineData("{\"__dCls\": \"system\", \"__dMod\": \"os\"}", 0)]
    public void Decode_NoMessage_SaysWhere(string encoded, int position) =>
        Assert.Equal(position, Assert.Throws<WireFormatException>(() => Decode(encoded)).Position);

    [Fact]
    public void Decode_BytesThatAreNoUtf8_SaysWhere() =>
        Assert.Equal(2, Assert.Throws<WireFormatException>(() => JEncode.Decode([(byte)'"', (byte)'a', 0xff, (byte)'"'])).Position);

    [Fact]
    public void Decode_ObjectOfAllowedClass_KeepsItsAttributes()
    {
        const string Encoded =
            "{\"__dCls\": \"Request\", \"__dMod\": \"DIRAC.RequestManagementSystem.Client.Request\", "
            + "\"RequestName\": \"r\", \"CreationTime\": {\"__dCls\": \"dt\", \"obj\": \"2024-10-17 13:41:46\"}, \"Operations\": []}";

        var value = JEncode.Decode(Encoding.UTF8.GetBytes(Encoded), WithRequests);

        Assert.Equal(Request, value.AsObject().Class);
        Assert.Equal("r", value.AsObject().Attributes["RequestName"].AsText());
        Assert.Equal(Encoded, Encoding.UTF8.GetString(JEncode.Encode(value)));
        Assert.Throws<WireFormatException>(() => Decode(Encoded));
    }

    [Fact]
    public void Encode_AttributesThatAreNone_AreLeftOut() => Assert.Equal(
        "{\"__dCls\": \"File\", \"__dMod\": \"m\", \"b\": 1}",
        Encoding.UTF8.GetString(JEncode.Encode(WireValue.Tagged(new WireClass("m", "File"), ("a", WireValue.Null), ("b", 1)))));

    [Fact]
    public void Encode_WhatItDoesNotHave_IsRefused()
    {
        Assert.Throws<WireEncodingException>(() => JEncode.Encode(WireValue.Of(new TimeOnly(1, 2))));
        Assert.Throws<WireEncodingException>(() => JEncode.Encode(WireValue.Dict((WireValue.Tuple(1), 1))));
        Assert.Throws<WireEncodingException>(() => JEncode.Encode(WireValue.Dict((WireValue.Of(new DateOnly(2024, 1, 1)), 1))));
        Assert.Throws<WireEncodingException>(() => JEncode.Encode(WireValue.Dict((WireValue.OfBytes([1]), 1))));
        Assert.Throws<WireEncodingException>(() => JEncode.Encode(WireValue.Dict(("__dCls", "Request"))));
    }

    [Fact]
    public void Decode_DepthBomb_IsRefused()
    {
        foreach (var opening in new[] { "[", "{\"a\": ", "{\"__dCls\":" })
        {
            var bomb = string.Concat(Enumerable.Repeat(opening, 1_000_000));
            Assert.Equal(1000 * opening.Length, Assert.Throws<WireFormatException>(() => Decode(bomb)).Position);
        }

        var deepest = new string('[', 1000) + new string(']', 1000);
        Assert.Equal(deepest, Encoding.UTF8.GetString(JEncode.Encode(Decode(deepest))));
    }

    [Fact]
    public void Decode_MoreThanTheOptionsAllow_IsRefused()
    {
        var options = new WireReadOptions { MaxBytes = 20, MaxDepth = 2, MaxValues = 3, MaxDigits = 19 };

        JEncode.Decode("[[1, 2]]"u8, options);
        Assert.Equal(20, Assert.Throws<WireFormatException>(() => JEncode.Decode(new byte[21], options)).Position);
        Assert.Equal(2, Assert.Throws<WireFormatException>(() => JEncode.Decode("[[[]]]"u8, options)).Position);
        Assert.Throws<WireFormatException>(() => JEncode.Decode("[1,2,3,4]"u8, options));
        Assert.Throws<WireFormatException>(() => JEncode.Decode("12345678901234567890"u8, options));
        Assert.Throws<WireFormatException>(() => Decode(new string('9', 4301)));
        Assert.Equal(4300, Decode(new string('9', 4300)).AsBigInteger().ToString(null, null).Length);
    }

    [Fact]
    public void Decode_Records_ShareTheirKeys()
    {
        var value = Decode("[{\"a\": 1, \"b\": 2}, {\"a\": 3, \"b\": 4}, {\"a\": 5, \"b\": 6}, {\"a\": 7}, {\"a\": 8, \"c\": 9}, {\"b\": 0, \"a\": 1}, {\"a\": 1, \"b\": 2, \"c\": 3}, {\"a\": 1, \"b\": 2, \"a\": 3}]");

        var items = value.AsList().Span;
        Assert.Same(items[1].AsDict().Keys, items[2].AsDict().Keys);
        Assert.Same(items[2].AsDict().Keys[0].AsText(), items[2].AsDict().Keys[0].AsText());
        Assert.Equal(
            "[{\"a\": 1, \"b\": 2}, {\"a\": 3, \"b\": 4}, {\"a\": 5, \"b\": 6}, {\"a\": 7}, {\"a\": 8, \"c\": 9}, {\"b\": 0, \"a\": 1}, {\"a\": 1, \"b\": 2, \"c\": 3}, {\"a\": 3, \"b\": 2}]",
            Encoding.UTF8.GetString(JEncode.Encode(value)));
    }

    private static WireValue Decode(string encoded) => JEncode.Decode(Encoding.UTF8.GetBytes(encoded));
}
