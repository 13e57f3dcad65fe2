using System.Numerics;
using Dirac.Wire.Values;

namespace Dirac.Wire.Tests.Values;

public sealed class WireValueTests
{
    [Fact]
    public void Equals_WhatIsSentDifferently_Differs()
    {
        WireValue[] values =
        [
            WireValue.Null, false, true, 0, 1, 0.0, -0.0, 1.0, double.NaN, "", "1", "\ud800", "\udcff", WireValue.OfBytes([]), WireValue.OfBytes("1"u8),
            WireValue.List(), WireValue.Tuple(), WireValue.List(1), WireValue.Tuple(1), WireValue.Dict(), WireValue.Dict(("a", 1)), WireValue.Dict(("a", 2)),
            WireValue.Dict(("b", 1)), WireValue.Dict(("a", 1), ("b", 2)), WireValue.Dict(("b", 2), ("a", 1)), WireValue.Of(BigInteger.Pow(10, 30)),
            WireValue.Of(new DateTime(2024, 1, 2)), WireValue.Of(new DateOnly(2024, 1, 2)), WireValue.Of(new TimeOnly(1, 2)),
            WireValue.Tagged(new WireClass("m", "c")), WireValue.Tagged(new WireClass("m", "d")), WireValue.OfUtf8([0xc3, 0xa9]), "\udcc3\udca9",
        ];

        for (var i = 0; i < values.Length; i++)
        {
            for (var j = 0; j < values.Length; j++) Assert.Equal(i == j, values[i] == values[j]);
        }

        Assert.Equal(values.Length, values.Select(value => value.ToString()).Count(text => text.Length > 0));
    }

    [Fact]
    public void Equals_SameContentOfOtherOrigin_IsEqual()
    {
        Assert.Equal(WireValue.Of("é"), WireValue.OfUtf8([0xc3, 0xa9]));
        Assert.Equal(WireValue.OfUtf8([0xff]), WireValue.Of("\udcff"));
        Assert.Equal(WireValue.OfUtf8([0xff]).GetHashCode(), WireValue.Of("\udcff").GetHashCode());
        Assert.Equal(WireValue.Of(5), WireValue.Of(new BigInteger(5)));
        Assert.Equal(WireValue.Of(BigInteger.Pow(10, 30)), WireValue.Of(BigInteger.Pow(10, 30)));
        Assert.Equal(WireValue.Of(double.NaN), WireValue.Of(-double.NaN));
        Assert.Equal(WireValue.Of(new DateTime(5)), WireValue.Of(default(DateTime)));
    }

    [Fact]
    public void As_AnotherKind_IsRefused()
    {
        Assert.Throws<InvalidOperationException>(() => WireValue.Of(1).AsDouble());
        Assert.Throws<InvalidOperationException>(() => WireValue.Of(1.0).AsInt64());
        Assert.Throws<InvalidOperationException>(() => WireValue.Null.AsText());
        Assert.Throws<InvalidOperationException>(() => WireValue.Of("a").AsList());
        Assert.Throws<InvalidOperationException>(() => WireValue.Of("\ud800").AsBytes().Length);
        Assert.Throws<InvalidOperationException>(() => WireValue.OfBytes("a"u8).AsText());
        Assert.Throws<OverflowException>(() => WireValue.Of(BigInteger.Pow(2, 63)).AsInt64());
    }

    [Fact]
    public void Of_LocalTime_IsRefused() =>
        Assert.Throws<ArgumentException>(() => WireValue.Of(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Local)));

    [Fact]
    public void List_TooDeep_IsRefused()
    {
        var value = WireValue.List();
        for (var depth = 1; depth < WireValue.MaxDepth; depth++) value = WireValue.List(value);

        Assert.Throws<ArgumentException>(() => WireValue.List(value));
        Assert.Throws<ArgumentException>(() => WireValue.Dict(("a", value)));
        Assert.Equal(value, value);
    }

    [Fact]
    public void Dict_KeysThatPythonRefuses_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => WireValue.Dict(("a", 1), ("a", 2)));
        Assert.Throws<ArgumentException>(() => WireValue.Dict((WireValue.List(), 1)));
        Assert.Throws<ArgumentException>(() => WireValue.Dict((WireValue.Tuple(WireValue.List()), 1)));
        Assert.Throws<ArgumentException>(() => WireValue.Dict(WireKeys.Of("a"), 1, 2));
        Assert.Throws<ArgumentException>(() => WireValue.Tagged(new WireClass("m", "c"), ("__dMod", 1)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1000)]
    public void TryGetValue_DictsOfAnySize_FindsEveryKeyAndNoOther(int count)
    {
        var keys = WireKeys.Of([.. Enumerable.Range(0, count).Select(n => $"key {n}")]);
        var dict = WireValue.Dict(keys, [.. Enumerable.Range(0, count).Select(n => WireValue.Of(n))]).AsDict();

        for (var n = 0; n < count; n++) Assert.Equal(n, dict[$"key {n}"].AsInt64());
        Assert.False(dict.TryGetValue("key", out _));
        Assert.False(dict.TryGetValue(1, out _));
        Assert.Throws<KeyNotFoundException>(() => dict["other"]);
        var pairs = 0;
        foreach (var (key, value) in dict) Assert.Equal($"key {pairs++}", key.AsText());
        Assert.Equal(count, pairs);
    }
}
