using System.Text;
using Dirac.Wire.Codecs;
using FsCheck.Xunit;

namespace Dirac.Wire.Tests.Codecs;

public sealed class PythonRealTests
{
    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1.0, "1.0")]
    [InlineData(100.0, "100.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00012345, "0.00012345")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(0.000012345, "1.2345e-05")]
    [InlineData(123456789012345.6, "123456789012345.6")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(9999999999999998.0, "9999999999999998.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(12345678901234567.0, "1.2345678901234568e+16")]
    [InlineData(1e22, "1e+22")]
    [InlineData(1e100, "1e+100")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(double.Epsilon, "5e-324")]
    [InlineData(2.2250738585072014e-308, "2.2250738585072014e-308")]
    [InlineData(9007199254740992.0, "9007199254740992.0")]
    [InlineData(2.9802322387695312e-08, "2.9802322387695312e-08")]
    [InlineData(4.1045368012983762e-289, "4.1045368012983762e-289")]
    [InlineData(-1.5e-7, "-1.5e-07")]
    [InlineData(0.30000000000000004, "0.30000000000000004")]
    public void Write_Number_IsPythonsRepr(double number, string repr) => Assert.Equal(repr, Written(number));

    [Property(MaxTest = 2000)]
    public void TryParse_WhatWasWritten_IsTheSameNumber(long bits)
    {
        var number = BitConverter.Int64BitsToDouble(bits);
        if (!double.IsFinite(number)) return;

        Assert.True(PythonReal.TryParse(Encoding.ASCII.GetBytes(Written(number)), out var back));
        Assert.Equal(bits, BitConverter.DoubleToInt64Bits(back));
    }

    [Fact]
    public void TryParse_PowersOfTwoAsWritten_AreTheSameNumbers()
    {
        for (var exponent = -1074; exponent <= 1023; exponent++)
        {
            var number = Math.ScaleB(1, exponent);
            Assert.True(PythonReal.TryParse(Encoding.ASCII.GetBytes(Written(number)), out var back));
            Assert.Equal(number, back);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1_0")]
    [InlineData(" 1")]
    [InlineData("0x10")]
    [InlineData("1,000")]
    [InlineData("infinit")]
    public void TryParse_NoNumber_IsRefused(string text) => Assert.False(PythonReal.TryParse(Encoding.ASCII.GetBytes(text), out _));

    private static string Written(double number)
    {
        Span<byte> text = stackalloc byte[PythonReal.MaxLength];
        return Encoding.ASCII.GetString(text[..PythonReal.Write(number, text)]);
    }
}
