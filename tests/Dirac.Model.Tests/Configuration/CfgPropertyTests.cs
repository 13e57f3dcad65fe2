using Dirac.Model.Configuration;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Dirac.Model.Tests.Configuration;

[Properties(Arbitrary = [typeof(CfgPropertyTests)], MaxTest = 300)]
public sealed class CfgPropertyTests
{
    private static readonly Gen<string> Name = Gen.Elements("A", "b c", "Sites", "LCG.CERN.ch", "x#y", "\"q\"", "é").Two()
        .Select(pair => $"{pair.Item1}{pair.Item2}");

    private static readonly Gen<string> Value =
        Gen.ArrayOf(Gen.Elements("a", " ", ",", "=", "{", "}", "#", "+=", "/", "\t", "ß", "\u2028")).Select(string.Concat);

    public static Arbitrary<CfgSection> Section() => Arb.From(AnySection(3));

    [Property]
    public void Parse_WhatWasWritten_WritesTheSame(CfgSection section) =>
        Assert.Equal(section.ToString(), Cfg.Parse(section.ToString()).ToString());

    [Property]
    public void Merge_WithNothingOrItself_ChangesNothing(CfgSection section)
    {
        Assert.Equal(section.ToString(), Cfg.Merge(section, CfgSection.Empty).ToString());
        Assert.Equal(section.ToString(), Cfg.Merge(CfgSection.Empty, section).ToString());
        Assert.Equal(section.ToString(), Cfg.Merge(section, section).ToString());
    }

    [Property]
    public void Merge_ThreeTrees_IsAssociative(CfgSection a, CfgSection b, CfgSection c) =>
        Assert.Equal(Cfg.Merge(Cfg.Merge(a, b), c).ToString(), Cfg.Merge(a, Cfg.Merge(b, c)).ToString());

    [Property]
    public void With_AnyPath_IsReadBack(CfgSection section) =>
        Assert.Equal("x", Cfg.Parse(section.With("/New/Path/Option", "x").ToString()).GetOption("/New/Path/Option"));

    private static Gen<CfgSection> AnySection(int depth) =>
        from options in Gen.ArrayOf(from name in Name from value in Value select (name, value), 3)
        from inner in depth == 0
            ? Gen.Constant(Array.Empty<(string, CfgSection)>())
            : Gen.ArrayOf(from name in Name from section in AnySection(depth - 1) select ($"s{name}", section), 2)
        select inner.Aggregate(
            options.Aggregate(CfgSection.Empty, (tree, option) => tree.With(option.name, option.value)),
            (tree, section) => tree.With(section.Item1, section.Item2));
}
