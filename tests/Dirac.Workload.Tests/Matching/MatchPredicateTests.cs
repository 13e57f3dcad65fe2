using Dirac.Workload.Matching;
using Dirac.Workload.TaskQueues;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Dirac.Workload.Tests.Matching;

/// <summary>Domain rules 4.2, line by line.</summary>
public sealed class MatchPredicateTests
{
    private static readonly string[] Words = ["a", "b", "c", "2Processors", "MultiProcessor", "WholeNode", "any"];

    [Theory]
    [InlineData(86_400, true)]
    [InlineData(86_401, false)]
    [InlineData(360, true)]
    public void CpuTime_OfTheQueue_IsAtMostTheOffered(long queue, bool matches) =>
        Assert.Equal(matches, MatchPredicate.Matches(AnOffer.With(), AKey.Of(AnOffer.Vo, queue)));

    [Fact]
    public void Vo_Other_NeverMatches() => Assert.False(MatchPredicate.Matches(AnOffer.With(), AKey.Of("other", 360)));

    [Theory]
    [InlineData("", true)]
    [InlineData("LCG.CERN.ch", true)]
    [InlineData("LCG.CERN.ch,LCG.CNAF.it", true)]
    [InlineData("LCG.CNAF.it", false)]
    [InlineData("lcg.cern.ch", false)]
    public void Site_QueueHasNoneOrThisOne_Matches(string sites, bool matches) =>
        Assert.Equal(matches, MatchPredicate.Matches(AnOffer.With(), AKey.With(("Sites", List(sites)))));

    [Theory]
    [InlineData("", true)]
    [InlineData("LCG.CERN.ch", false)]
    [InlineData("LCG.CNAF.it", true)]
    public void BannedSites_WithThisOne_DoNotMatch(string banned, bool matches) =>
        Assert.Equal(matches, MatchPredicate.Matches(AnOffer.With(), AKey.With(("BannedSites", List(banned)))));

    [Theory]
    [InlineData(null, "ce1", true)]
    [InlineData("", "ce1", true)]
    [InlineData("ANY", "ce1", true)]
    [InlineData("any", "ce1", true)]
    [InlineData("\"Any\"", "ce1", true)]
    [InlineData("ce1", "ce1", true)]
    [InlineData("ce1", "ce2,ce1", true)]
    [InlineData("ce1", "", true)]
    [InlineData("ce1", "ce2", false)]
    public void GridCEAndPlatform_AnyOrOneOfTheQueues_Match(string? offered, string wanted, bool matches)
    {
        Assert.Equal(matches, MatchPredicate.Matches(AnOffer.With(resource => resource with { GridCE = offered }), AKey.With(("GridCEs", List(wanted)))));
        Assert.Equal(matches, MatchPredicate.Matches(AnOffer.With(resource => resource with { Platform = offered }), AKey.With(("Platforms", List(wanted)))));
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("GPU", "", true)]
    [InlineData("GPU", "GPU", true)]
    [InlineData("GPU,SSD", "GPU", true)]
    [InlineData("", "GPU", false)]
    [InlineData("SSD", "GPU", false)]
    [InlineData("GPU", "GPU,SSD", false)]
    public void Tags_OfTheQueue_AreASubsetOfTheOffered(string offered, string wanted, bool matches) =>
        Assert.Equal(matches, MatchPredicate.Matches(AnOffer.With(resource => resource with { Tag = List(offered) }), AKey.With(("Tags", List(wanted)))));

    [Theory]
    [InlineData("GPU", "GPU", true)]
    [InlineData("GPU", "", false)]
    [InlineData("GPU,SSD", "GPU", false)]
    [InlineData("GPU", "GPU,SSD", true)]
    public void RequiredTags_AreAllInTheQueue(string required, string wanted, bool matches) => Assert.Equal(
        matches,
        MatchPredicate.Matches(AnOffer.With(resource => resource with { Tag = ["GPU", "SSD"], RequiredTag = List(required) }), AKey.With(("Tags", List(wanted)))));

    [Fact]
    public void OwnerGroup_Given_IsTheQueues()
    {
        Assert.True(MatchPredicate.Matches(AnOffer.With() with { OwnerGroup = "demo_user" }, AKey.With()));
        Assert.False(MatchPredicate.Matches(AnOffer.With() with { OwnerGroup = "demo_prod" }, AKey.With()));
    }

    [Fact]
    public void JobType_Forced_LetsOnlyThatTypeIn()
    {
        var banned = AnOffer.With() with { JobType = "Test" };

        Assert.True(MatchPredicate.Matches(banned, AKey.With(("JobTypes", ["Test"]))));
        Assert.False(MatchPredicate.Matches(banned, AKey.With(("JobTypes", ["User"]))));
    }

    [Fact]
    public void Explain_SeveralClausesFail_NamesEachInWords()
    {
        var reasons = MatchPredicate.Explain(AnOffer.With(), AKey.Of(AnOffer.Vo, 100_000, ("Sites", ["LCG.CNAF.it"]), ("Tags", ["GPU"])));

        Assert.Equal(
            [
                "the job may need 100000 s of CPU, the resource has 86400 s left", "the job wants Site LCG.CNAF.it, this is LCG.CERN.ch",
                "the job needs GPU, which the resource does not offer",
            ],
            reasons);
    }

    [Property(MaxTest = 500)]
    public Property Explain_IsEmpty_ExactlyWhenTheQueueMatches() => Prop.ForAll(
        Offers().ToArbitrary(),
        Keys().ToArbitrary(),
        (offer, key) => MatchPredicate.Explain(offer, key).Count == 0 == MatchPredicate.Matches(offer, key));

    [Property(MaxTest = 500)]
    public Property Matches_MoreTagsOffered_NeverLosesAQueue() => Prop.ForAll(
        Offers().ToArbitrary(),
        Keys().ToArbitrary(),
        (offer, key) => !MatchPredicate.Matches(offer, key) || MatchPredicate.Matches(offer with { Tags = offer.Tags.Add("one more") }, key));

    private static Gen<Offer> Offers() =>
        from tags in Gen.SubListOf(Words)
        from required in Gen.SubListOf(Words)
        from site in Gen.Elements(Words)
        from cpu in Gen.Choose(1, 10)
        from ce in Gen.Elements(Words)
        select Offer.From(new() { Site = site, CPUTime = cpu * 100, GridCE = ce, Tag = [.. tags], RequiredTag = [.. required.Take(1)] }, AnOffer.Vo);

    private static Gen<TaskQueueKey> Keys() =>
        from sites in Gen.SubListOf(Words)
        from banned in Gen.SubListOf(Words)
        from tags in Gen.SubListOf(Words)
        from ces in Gen.SubListOf(Words)
        from cpu in Gen.Choose(1, 10)
        select AKey.Of(AnOffer.Vo, cpu * 100, ("Sites", [.. sites]), ("BannedSites", [.. banned.Take(2)]), ("Tags", [.. tags.Take(2)]), ("GridCEs", [.. ces]));

    private static string[] List(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
