using Dirac.Configuration.Merging;
using Dirac.Model.Configuration;
using Dirac.Testing;

namespace Dirac.Configuration.Tests.Merging;

public sealed class MergePropertyTests
{
    private const int Rounds = 2000;

    [Fact]
    public void Difference_AppliedToWhereItWasFound_GivesTheOtherTree() => ForAll((random, _) =>
    {
        var older = RandomTree.Make(random, 3);
        var newer = RandomTree.Change(random, older, random.Next(6));

        Assert.Null(CfgDifference.Apply(older, CfgDifference.Between(older, newer), out var changed));

        Assert.Equal(RandomTree.Content(newer), RandomTree.Content(changed));
        Assert.Empty(CfgDifference.Between(newer, newer));
    });

    [Fact]
    public void Merge_WhereOnlyOneSideChanged_GivesThatSide() => ForAll((random, _) =>
    {
        var original = RandomTree.Make(random, 3);
        var changed = RandomTree.Change(random, original, random.Next(5));

        Assert.Null(ThreeWayMerge.Merge(original, original, changed, out var committersOnly));
        Assert.Equal(RandomTree.Content(changed), RandomTree.Content(committersOnly));
        if (ThreeWayMerge.Merge(original, changed, original, out var mastersOnly) is null) Assert.Same(changed, Unchanged(mastersOnly, changed));
    });

    [Fact]
    public void Merge_WithoutConflict_HoldsEveryChangeOfBoth()
    {
        var merges = 0;
        ForAll((random, _) =>
        {
            var original = RandomTree.Make(random, 3);
            var master = RandomTree.Change(random, original, random.Next(3));
            var committed = RandomTree.Change(random, original, random.Next(3));
            if (ThreeWayMerge.Merge(original, master, committed, out var merged) is not null) return;

            merges++;
            foreach (var (mine, theirs) in new[] { (master, committed), (committed, master) })
            {
                foreach (var path in OptionsOf(mine, "").Where(path => mine.GetOption(path) != original.GetOption(path) && (theirs.GetOption(path) == original.GetOption(path))))
                    Assert.Equal(mine.GetOption(path), merged.GetOption(path));
                foreach (var path in OptionsOf(original, "").Where(path => mine.GetOption(path) is null)) Assert.Null(merged.GetOption(path));
            }
        });
        Assert.True(merges > Rounds / 10, $"Only {merges} merges of {Rounds} had no conflict.");
    }

    private static void ForAll(Action<Random, int> property)
    {
        var random = new Random(TestSeed.Next());
        for (var round = 0; round < Rounds; round++) property(random, round);
    }

    private static CfgSection Unchanged(CfgSection merged, CfgSection expected)
    {
        Assert.Equal(Cfg.Write(expected), Cfg.Write(merged));
        return expected;
    }

    private static IEnumerable<string> OptionsOf(CfgSection tree, string path) =>
        tree.OptionNames(path).Select(name => $"{path}/{name}").Concat(tree.SectionNames(path).SelectMany(name => OptionsOf(tree, $"{path}/{name}")));
}
