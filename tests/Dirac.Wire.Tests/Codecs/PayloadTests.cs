using System.Buffers;
using Dirac.Wire.Codecs;
using Dirac.Wire.Values;

namespace Dirac.Wire.Tests.Codecs;

public sealed class PayloadTests
{
    [Theory]
    [InlineData("ds2:OKb1s5:Valuene", WireEncoding.DEncode)]
    [InlineData("{\"OK\": true, \"Value\": null}", WireEncoding.JEncode)]
    [InlineData(" {\"OK\": true, \"Value\": null}", WireEncoding.JEncode)]
    public void Decode_EitherFormat_IsRead(string payload, WireEncoding expected)
    {
        var value = Payload.Decode(Samples.Bytes(payload), out var encoding);

        Assert.Equal(WireValue.Dict(("OK", true), ("Value", WireValue.Null)), value);
        Assert.Equal(expected, encoding);
    }

    [Fact]
    public void Decode_WordsOfJson_AreNotTakenForTags()
    {
        Assert.Equal(true, Payload.Decode("true"u8, out _));
        Assert.Equal(false, Payload.Decode("false"u8, out _));
        Assert.Equal(WireValue.Null, Payload.Decode("null"u8, out _));
        Assert.Equal(double.NaN, Payload.Decode("NaN"u8, out _));
        Assert.Equal(double.PositiveInfinity, Payload.Decode("Infinity"u8, out _));
        Assert.Equal(-5, Payload.Decode("-5"u8, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ds2:OK")]
    [InlineData("{\"OK\"")]
    [InlineData("tru")]
    [InlineData("\0")]
    public void Decode_NeitherFormat_IsRefused(string payload) =>
        Assert.Throws<WireFormatException>(() => Payload.Decode(Samples.Bytes(payload), out _));

    [Theory]
    [InlineData(WireEncoding.DEncode, "ds1:ali1eee")]
    [InlineData(WireEncoding.JEncode, "{\"a\": [1]}")]
    public void Encode_EitherFormat_IsWritten(WireEncoding encoding, string expected)
    {
        var output = new ArrayBufferWriter<byte>();

        Payload.Encode(WireValue.Dict(("a", WireValue.List(1))), encoding, output);

        Assert.Equal(Samples.Bytes(expected), output.WrittenSpan);
    }
}
