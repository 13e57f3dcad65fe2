using Dirac.Model.Jdl;
using FsCheck;
using FsCheck.Fluent;

namespace Dirac.Model.Tests.Jdl;

/// <summary>Generates descriptions of every shape, with the letters that have broken parsers before.</summary>
internal static class AnyClassAd
{
    private static readonly Gen<string> Name =
        from first in Gen.Elements("A", "b", "Site", "InputSandbox", "Ünï", "x.y", "%")
        from rest in Gen.Choose(0, 99)
        select $"{first}{rest}";

    private static readonly Gen<string> Text =
        Gen.ArrayOf(Gen.Elements("a", "Z", " ", ";", ",", "[", "]", "{", "}", "=", "'", "\\", "#", "%s", "%n", "\t", "é", "\u2028"))
            .Select(string.Concat);

    private static readonly Gen<JdlValue> Scalar = Gen.OneOf(
        Text.Select(JdlValue (text) => new JdlString(text)),
        Gen.Choose(-1000, 100_000).Select(JdlValue (number) => new JdlWord($"{number}")),
        Gen.Elements("true", "ANY", "LCG.CERN.ch", "1.5e-3").Select(JdlValue (word) => new JdlWord(word)));

    public static Arbitrary<ClassAd> ClassAd() => Arb.From(Ad(3));

    /// <summary>A text that is equal for descriptions of equal content, whatever the order of their attributes.</summary>
    public static string ShapeOf(JdlValue value) => value switch
    {
        JdlString text => $"string({text.Text})",
        JdlWord word => $"word({word.Source})",
        JdlList list => $"list({string.Join('|', list.Items.Select(ShapeOf))})",
        JdlAd nested => $"ad({ShapeOf(nested.Ad)})",
        _ => throw new InvalidOperationException(),
    };

    public static string ShapeOf(ClassAd ad) => string.Join(
        '\n', ad.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {ShapeOf(pair.Value)}"));

    private static Gen<ClassAd> Ad(int depth) =>
        from size in Gen.Choose(0, 6)
        from pairs in Gen.ArrayOf(from name in Name from value in Value(depth) select (name, value), size)
        select pairs.Aggregate(Model.Jdl.ClassAd.Empty, (ad, pair) => ad.With(pair.name, pair.value));

    private static Gen<JdlValue> Value(int depth) => depth == 0
        ? Scalar
        : Gen.Frequency(
            (4, Scalar),
            (1, Gen.ArrayOf(Value(depth - 1)).Select(JdlValue (items) => new JdlList([.. items.Take(5)]))),
            (1, Ad(depth - 1).Select(JdlValue (ad) => new JdlAd(ad))));
}
