using Dirac.Wire.Codecs;
using Dirac.Wire.Values;
using FsCheck.Xunit;

namespace Dirac.Wire.Tests.Codecs;

[Properties(Arbitrary = [typeof(AnyWireValue)], MaxTest = 500)]
public sealed class RoundTripTests
{
    [Property]
    public void DEncode_AnyValue_ComesBack(WireValue value)
    {
        var encoded = DEncode.Encode(value);

        var back = DEncode.Decode(encoded, out var consumed);

        Assert.Equal(encoded.Length, consumed);
        Assert.Equal(encoded, DEncode.Encode(back));
        Assert.Equal(AnyWireValue.AfterDEncode(value), back);
    }

    [Property]
    public void JEncode_AnyValue_ComesBackAsFarAsJsonGoes(WireValue value)
    {
        var back = JEncode.Decode(JEncode.Encode(value));

        Assert.Equal(AnyWireValue.AfterJEncode(value), back);
        Assert.Equal(back, JEncode.Decode(JEncode.Encode(back)));
    }

    [Property]
    public void Payload_AnyDict_IsKnownByItsFirstByte(WireValue value)
    {
        var structure = WireValue.Dict(("OK", true), ("Value", value));

        Payload.Decode(DEncode.Encode(structure), out var prefixed);
        Payload.Decode(JEncode.Encode(structure), out var json);

        Assert.Equal((WireEncoding.DEncode, WireEncoding.JEncode), (prefixed, json));
    }

    [Property]
    public void GetHashCode_EqualValues_IsEqual(WireValue value)
    {
        var back = DEncode.Decode(DEncode.Encode(value), out _);

        Assert.Equal(AnyWireValue.AfterDEncode(value).GetHashCode(), back.GetHashCode());
    }
}
