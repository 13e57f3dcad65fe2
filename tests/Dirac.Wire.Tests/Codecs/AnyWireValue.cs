using System.Numerics;
using System.Text;
using Dirac.Wire.Codecs;
using Dirac.Wire.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Dirac.Wire.Tests.Codecs;

/// <summary>Generates values of every shape, with the letters and numbers that have broken codecs before.</summary>
internal static class AnyWireValue
{
    private static readonly Gen<string> Text = Few(Gen.Elements(
        "a", "e", "Z", " ", ":", "\"", "\\", "/", "{", "]", "\0", "\n", "\u001f", "\u007f", "\u0080", "é", "中", "😀", "\u2028", "\ufeff", "\udcff", "12:"), 12).Select(string.Concat);

    private static readonly Gen<double> Real = Gen.OneOf(
        ArbMap.Default.GeneratorFor<long>().Select(BitConverter.Int64BitsToDouble),
        ArbMap.Default.GeneratorFor<double>(),
        Gen.Elements(0.0, -0.0, 1e16, 1e-5, 1e300, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, 0.1));

    private static readonly Gen<BigInteger> Whole = Gen.OneOf(
        ArbMap.Default.GeneratorFor<long>().Select(number => new BigInteger(number)),
        Gen.Choose(0, 300).Select(power => BigInteger.Pow(-10, power)),
        Gen.Elements<BigInteger>(0, -1, long.MaxValue, long.MinValue, (BigInteger)long.MaxValue + 1, (BigInteger)long.MinValue - 1));

    private static readonly Gen<DateTime> When = ArbMap.Default.GeneratorFor<long>().Select(
        number => new DateTime((number & long.MaxValue) % DateTime.MaxValue.Ticks));

    private static readonly Gen<WireValue> Key = Gen.OneOf(
        Gen.Constant(WireValue.Null), Text.Select(WireValue.Of), Whole.Select(WireValue.Of), Real.Select(WireValue.Of), Gen.Elements<WireValue>(true, false));

    private static readonly Gen<WireValue> Scalar = Gen.OneOf(
        Key,
        When.Select(WireValue.Of),
        When.Select(moment => WireValue.Of(DateOnly.FromDateTime(moment))),
        Few(ArbMap.Default.GeneratorFor<byte>(), 12).Select(bytes => WireValue.OfBytes(bytes)),
        Few(ArbMap.Default.GeneratorFor<byte>(), 12).Select(bytes => WireValue.OfUtf8(bytes)));

    public static Arbitrary<WireValue> WireValues() => Arb.From(Value(2));

    /// <summary>The value as it comes back from DEncode, which sends bytes as texts.</summary>
    public static WireValue AfterDEncode(WireValue value) => value.Kind switch
    {
        WireKind.Text or WireKind.Bytes => WireValue.OfUtf8(value.AsBytes()),
        WireKind.Tuple => WireValue.Tuple(Items(value, AfterDEncode)),
        WireKind.List => WireValue.List(Items(value, AfterDEncode)),
        WireKind.Dict => Pairs(value, AfterDEncode, AfterDEncode),
        _ => value,
    };

    /// <summary>The value as it comes back from JEncode, which has whole seconds, no tuples, and texts as keys (so that some may fall together).</summary>
    public static WireValue AfterJEncode(WireValue value) => value.Kind switch
    {
        WireKind.DateTime => WireValue.Of(value.AsDateTime().AddTicks(-(value.AsDateTime().Ticks % TimeSpan.TicksPerSecond))),
        WireKind.Tuple or WireKind.List => WireValue.List(Items(value, AfterJEncode)),
        WireKind.Dict => Pairs(value, key => key.Kind == WireKind.Text ? key : Encoding.ASCII.GetString(JEncode.Encode(key)), AfterJEncode),
        _ => value,
    };

    private static WireValue[] Items(WireValue value, Func<WireValue, WireValue> part) => [.. value.AsList().ToArray().Select(part)];

    private static WireValue Pairs(WireValue value, Func<WireValue, WireValue> key, Func<WireValue, WireValue> part)
    {
        var pairs = new OrderedDictionary<WireValue, WireValue>();
        foreach (var (name, content) in value.AsDict()) pairs[key(name)] = part(content);
        return WireValue.Dict([.. pairs.Select(pair => (pair.Key, pair.Value))]);
    }

    private static Gen<WireValue> Value(int depth) => depth == 0
        ? Scalar
        : Gen.Frequency(
            (4, Scalar),
            (1, Few(Value(depth - 1), 6).Select(items => WireValue.List(items))),
            (1, Few(Value(depth - 1), 4).Select(items => WireValue.Tuple(items))),
            (1, Dict(depth)),
            (1, Records(depth)));

    // Most have the same keys; some have only the first of them, and some go on differently.
    private static Gen<WireValue> Records(int depth) =>
        from keys in Few(Text.Select(WireValue.Of), 6)
        from other in Key
        from rows in Gen.ArrayOf(Gen.ArrayOf(Value(depth - 1), 8), 6)
        from cuts in Gen.ArrayOf(Gen.Frequency((3, Gen.Constant(9)), (1, Gen.Choose(0, 6))), 6)
        from ends in Gen.ArrayOf(Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true))), 6)
        select WireValue.List([.. rows.Select((row, i) => WireValue.Dict(
            [.. (ends[i] ? keys.Take(cuts[i]).Append(other) : keys.Take(cuts[i])).Distinct().Zip(row)]))]);

    private static Gen<WireValue> Dict(int depth) =>
        from keys in Few(Key, 12)
        from values in Gen.ArrayOf(Value(depth - 1), 12)
        select WireValue.Dict([.. keys.Distinct().Zip(values)]);

    private static Gen<T[]> Few<T>(Gen<T> item, int most) =>
        from count in Gen.Choose(0, most)
        from items in Gen.ArrayOf(item, count)
        select items;
}
