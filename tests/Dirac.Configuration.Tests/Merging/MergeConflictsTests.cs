using Dirac.Configuration.Merging;
using Dirac.Model.Configuration;

namespace Dirac.Configuration.Tests.Merging;

public sealed class MergeConflictsTests
{
    private static readonly CfgSection Original = Cfg.Parse("A = 1\nS\n{\n x = 1\n y = 2\n T\n {\n  z = 3\n }\n}\nU\n{\n v = 1\n}\n");

    [Theory]
    [InlineData("/S/x", "/U/v", null)]
    [InlineData("/S/T/z", "/U/v", null)]
    [InlineData("/S/x", "/S/y", "Cannot AutoMerge: Section /S cannot be merged. Option /S/x has been modified")]
    [InlineData("/S/x", "/S/T/z", "Cannot AutoMerge: Section /S cannot be merged. Option /S/x has been modified")]
    [InlineData("/S/T/z", "/S/y", null)]
    [InlineData("/A", "/U/v", "Cannot AutoMerge: Section  cannot be merged. Option /A has been modified")]
    [InlineData("/New/a", "/New/a", "Cannot AutoMerge: Section /New already exists")]
    public void Merge_TwoOptionsChanged_ConflictsAsInDirac(string onTheMaster, string byTheCommitter, string? expected)
    {
        var problem = ThreeWayMerge.Merge(Original, Original.With(onTheMaster, "master"), Original.With(byTheCommitter, "committer"), out var merged);

        Assert.Equal(expected, problem);
        Assert.Equal("master", merged.GetOption(onTheMaster));
        if (expected is null) Assert.Equal("committer", merged.GetOption(byTheCommitter));
    }

    [Fact]
    public void Merge_SectionRemovedThere_IsNeitherRemovedNorChangedHere()
    {
        var without = Original.Without("/S");

        Assert.Equal("Cannot AutoMerge: Section /S cannot be deleted. It has been modified.", ThreeWayMerge.Merge(Original, Original.With("/S/x", "9"), without, out _));
        Assert.Equal("Section /S does not exist", ThreeWayMerge.Merge(Original, without.With("/W/a", "1").With("/Z/a", "1"), Original.With("/S/x", "9"), out var merged));
        Assert.Null(merged.GetSection("/S"));
    }

    [Fact]
    public void Between_OtherSpacing_IsNoDifference() =>
        Assert.Empty(CfgDifference.Between(Cfg.Parse("# a note\nA = 1,2 , 3\n"), Cfg.Parse("#a note\nA = 1\nA += 2\nA += 3\n")));
}
