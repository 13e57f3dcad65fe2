using System.Buffers;
using System.Text;
using Dirac.Wire.Codecs;
using Dirac.Wire.Values;

namespace Dirac.Wire.Tests.Codecs;

public sealed class DEncodeTests
{
    public static TheoryData<int> Indexes => [.. Enumerable.Range(0, Samples.DEncoded.Length)];

    [Theory]
    [MemberData(nameof(Indexes))]
    public void Encode_Sample_IsWhatPythonWrites(int index) =>
        Assert.Equal(Samples.DEncoded[index].Encoded, Encoding.Latin1.GetString(DEncode.Encode(Samples.DEncoded[index].Value)));

    [Theory]
    [MemberData(nameof(Indexes))]
    public void Decode_Sample_IsItsValue(int index)
    {
        var (value, encoded) = Samples.DEncoded[index];

        var decoded = DEncode.Decode(Samples.Bytes(encoded + "trailing"), out var consumed);

        Assert.Equal(value, decoded);
        Assert.Equal(encoded.Length, consumed);
        Assert.Equal(value.GetHashCode(), decoded.GetHashCode());
    }

    [Theory]
    [MemberData(nameof(Indexes))]
    public void Decode_Truncated_SaysThatItEndsTooEarly(int index)
    {
        var encoded = Samples.Bytes(Samples.DEncoded[index].Encoded);

        for (var length = 0; length < encoded.Length; length++)
        {
            // The start of a number with an exponent is a number: 'f1e' of 'f1e-07e'.
            if (encoded[0] == 'f' && encoded.AsSpan(0, length).EndsWith("e"u8)) continue;
            var error = Assert.Throws<WireFormatException>(() => DEncode.Decode(encoded.AsSpan(0, length), out _));
            Assert.Equal(length, error.Position);
        }
    }

    [Theory]
    [InlineData("I42e", "i42e")]
    [InlineData("u3:abc", "s3:abc")]
    [InlineData("b7", "b1")]
    [InlineData("bx", "b1")]
    [InlineData("f1e5", "f1.0e", 3)]
    [InlineData("f1e300e", "f1.0e", 3)]
    [InlineData("f1E5e", "f100000.0e")]
    [InlineData("f1e+999e", "finfe")]
    [InlineData("f-Infinitye", "f-infe")]
    [InlineData("f.5e", "f0.5e")]
    [InlineData("i007e", "i7e")]
    [InlineData("i-0e", "i0e")]
    [InlineData("s003:abc", "s3:abc")]
    [InlineData("di1es1:ai2es1:bi1es1:ce", "di1es1:ci2es1:be")]
    public void Decode_WhatPythonReadsToo_IsTaken(string encoded, string meaning, int consumed = 0)
    {
        var value = DEncode.Decode(Samples.Bytes(encoded), out var used);

        Assert.Equal(meaning, Encoding.Latin1.GetString(DEncode.Encode(value)));
        Assert.Equal(consumed == 0 ? encoded.Length : consumed, used);
    }

    [Theory]
    [InlineData("x", 0)]
    [InlineData("lxe", 1)]
    [InlineData("ie", 1)]
    [InlineData("i-e", 2)]
    [InlineData("i+1e", 1)]
    [InlineData("i1.0e", 2)]
    [InlineData("i 1e", 1)]
    [InlineData("fe", 1)]
    [InlineData("f1,5e", 1)]
    [InlineData("f1e+e", 1)]
    [InlineData("f e", 1)]
    [InlineData("falsee", 1)]
    [InlineData("s:abc", 1)]
    [InlineData("s-1:a", 1)]
    [InlineData("s1a", 2)]
    [InlineData("s99999999999999999999:abc", 25)]
    [InlineData("s4294967297:abc", 15)]
    [InlineData("s4:abc", 6)]
    [InlineData("dlen", 1)]
    [InlineData("ddene", 1)]
    [InlineData("dtleene", 1)]
    [InlineData("ds1:ae", 5)]
    [InlineData("zx", 1)]
    [InlineData("zali1ee", 2)]
    [InlineData("zdti2023ei2ei29ee", 2)]
    [InlineData("zdti0ei1ei1ee", 2)]
    [InlineData("zati2024ei13ei1ei0ei0ei0ei0ene", 2)]
    [InlineData("zati2024ei1ei1ei0ei0ei0ei0ei1ee", 27)]
    [InlineData("ztti24ei0ei0ei0ene", 2)]
    [InlineData("ztti0ei0ei0ei1000000ene", 12)]
    [InlineData("ztti0ei0ei-1ei0ene", 9)]
    [InlineData("ztts1:1", 3)]
    public void Decode_NoValue_SaysWhereAndWhatIsExpected(string encoded, int position)
    {
        var error = Assert.Throws<WireFormatException>(() => DEncode.Decode(Samples.Bytes(encoded), out _));

        Assert.Equal(position, error.Position);
        Assert.NotEmpty(error.Expected);
        Assert.Contains($"{position}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_BytesThatAreNoUtf8_ComeBackAsTheyWere()
    {
        var bytes = Enumerable.Range(0, 256).Select(code => (byte)code).ToArray();
        var encoded = DEncode.Encode(WireValue.OfBytes(bytes));

        var value = DEncode.Decode(encoded, out _);

        Assert.Equal(WireKind.Text, value.Kind);
        Assert.Equal(bytes, value.AsBytes());
        Assert.Equal(encoded, DEncode.Encode(WireValue.Of(value.AsText())));
        Assert.Equal(value, WireValue.Of(value.AsText()));
    }

    [Fact]
    public void Decode_Records_ShareTheirKeys()
    {
        const string Encoded =
            "lds1:ai1es1:bi2eeds1:ai3es1:bi4eeds1:ai5es1:bi6eeds1:ai7eeds1:ai8es1:ci9eeds1:bi0es1:ai1eeds1:ai1es1:bi2es1:ci3ee"
            + "ds1:ci1eeds1:ci2eeds1:ci3eee";

        var value = DEncode.Decode(Samples.Bytes(Encoded), out _);

        Assert.Equal(Encoded, Encoding.Latin1.GetString(DEncode.Encode(value)));
        var items = value.AsList().Span;
        Assert.Same(items[1].AsDict().Keys, items[2].AsDict().Keys);
        Assert.Same(items[8].AsDict().Keys, items[9].AsDict().Keys);
        Assert.Same(items[2].AsDict().Keys[0].AsText(), items[2].AsDict().Keys[0].AsText());
        Assert.Same(items[9].AsDict().Keys[0].AsText(), items[9].AsDict().Keys[0].AsText());
    }

    [Fact]
    public void Decode_DepthBomb_IsRefused()
    {
        foreach (var opening in new[] { "l", "t", "di1e" })
        {
            var bomb = Samples.Bytes(string.Concat(Enumerable.Repeat(opening, 1_000_000)));
            Assert.Equal(1000 * opening.Length, Assert.Throws<WireFormatException>(() => DEncode.Decode(bomb, out _)).Position);
        }

        var deepest = Samples.Bytes(new string('l', 1000) + new string('e', 1000));
        Assert.Equal(deepest, DEncode.Encode(DEncode.Decode(deepest, out _)));
    }

    [Fact]
    public void Decode_DeepestTree_NeedsLittleStack()
    {
        const int Stack = 512 * 1024;
        var nested = WireValue.Dict(("a", 1));
        for (var depth = 1; depth < WireValue.MaxDepth; depth++) nested = WireValue.Dict(("a", nested));
        var equal = false;
        var thread = new Thread(
            () =>
            {
                var prefixed = DEncode.Decode(DEncode.Encode(nested), out _);
                var json = JEncode.Decode(JEncode.Encode(prefixed));
                equal = json == nested && json.GetHashCode() == prefixed.GetHashCode();
            },
            Stack);

        thread.Start();
        thread.Join();

        Assert.True(equal);
    }

    [Fact]
    public void Decode_MoreThanTheOptionsAllow_IsRefused()
    {
        var options = new WireReadOptions { MaxBytes = 20, MaxDepth = 2, MaxValues = 3, MaxDigits = 19 };

        DEncode.Decode("lli1ei2eee"u8, out _, options);
        Assert.Equal(20, Assert.Throws<WireFormatException>(() => DEncode.Decode(new byte[21], out _, options)).Position);
        Assert.Equal(2, Assert.Throws<WireFormatException>(() => DEncode.Decode("lllee"u8, out _, options)).Position);
        Assert.Throws<WireFormatException>(() => DEncode.Decode("lnnnne"u8, out _, options));
        Assert.Throws<WireFormatException>(() => DEncode.Decode("i1234567890123456789e"u8, out _, new WireReadOptions { MaxDigits = 18 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WireReadOptions { MaxDepth = 1001 });
    }

    [Fact]
    public void Decode_LongNumber_IsRefusedAsPythonDoes()
    {
        var longest = "i-" + new string('9', 4300) + "e";

        Assert.Equal(longest, Encoding.Latin1.GetString(DEncode.Encode(DEncode.Decode(Samples.Bytes(longest), out _))));
        Assert.Equal(1, Assert.Throws<WireFormatException>(() => DEncode.Decode(Samples.Bytes("i" + new string('9', 4301) + "e"), out _)).Position);
    }

    [Fact]
    public void Encode_WhatItDoesNotHave_IsRefused()
    {
        Assert.Throws<WireEncodingException>(() => DEncode.Encode(WireValue.List("\ud800")));
        Assert.Throws<WireEncodingException>(() => DEncode.Encode(WireValue.Tagged(new WireClass("m", "c"))));
    }

    [Fact]
    public void Encode_LargeTree_FillsAnyWriter()
    {
        var text = new string('é', 10_000);
        var value = WireValue.List([.. Enumerable.Range(0, 1000).Select(n => n % 100 == 0 ? WireValue.Of(text) : WireValue.Of(n))]);
        var output = new ArrayBufferWriter<byte>();

        DEncode.Encode(value, output);

        Assert.Equal(value, DEncode.Decode(output.WrittenSpan, out var consumed));
        Assert.Equal(output.WrittenCount, consumed);
    }
}
