using Dirac.Workload.Matching;
using Dirac.Workload.Ports;
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
        Assert.True(MatchPredicate.Matches(AnOffer.With() with { OwnerGroups = ["demo_user"] }, AKey.With()));
        Assert.False(MatchPredicate.Matches(AnOffer.With() with { OwnerGroups = ["demo_prod"] }, AKey.With()));
    }

    [Fact]
    public void JobType_Forced_LetsOnlyThatTypeIn()
    {
        var banned = AnOffer.With() with { JobTypes = ["Test"] };

        Assert.True(MatchPredicate.Matches(banned, AKey.With(("JobTypes", ["Test"]))));
        Assert.False(MatchPredicate.Matches(banned, AKey.With(("JobTypes", ["User"]))));
    }

    [Fact]
    public void Explain_SeveralClausesFail_NamesEachInWords()
    {
        var reasons = MatchPredicate.Explain(AnOffer.With(), AKey.Of(AnOffer.Vo, 100_000, ("Sites", ["LCG.CNAF.it"]), ("Tags", ["GPU"])));

        Assert.Equal(
            [
                "the job may need 100000 s of CPU, the resource has 86400 s left", "the job wants Site LCG.CNAF.it",
                "the job needs GPU, which the resource does not offer",
            ],
            reasons);
    }

    [Property(MaxTest = 500)]
    public Property Explain_IsEmpty_ExactlyWhenTheQueueMatches() => Prop.ForAll(
        Offers().ToArbitrary(),
        Keys().ToArbitrary(),
        (offer, key) => MatchPredicate.Explain(offer, key).Count == 0 == MatchPredicate.Matches(offer, key));

    [Property(MaxTest = 2_000)]
    public Property Remedy_Applied_MakesItsClauseHold() => Prop.ForAll(
        Offers().ToArbitrary(),
        Keys().ToArbitrary(),
        (offer, key) => MatchPredicate.Failing(offer, key).All(clause =>
        {
            var remedy = clause.Remedy(offer, key);
            return remedy.Sentence.Length > 0 && clause.Holds(remedy.Resource ?? offer, remedy.Job ?? key);
        }));

    [Property(MaxTest = 500)]
    public Property Remedies_AllApplied_MakeTheJobFit() => Prop.ForAll(Offers().ToArbitrary(), Keys().ToArbitrary(), (offer, key) =>
    {
        for (var round = 0; round < 30 && MatchPredicate.Failing(offer, key) is [var clause, ..]; round++)
        {
            // What the job asks for and what the resource demands may contradict each other: then only another resource helps.
            if (clause.Name == "RequiredTag" && !offer.RequiredTags.IsSubsetOf(offer.Tags)) return true;
            var remedy = clause.Remedy(offer, key);
            (offer, key) = (remedy.Resource ?? offer, remedy.Job ?? key);
        }

        return MatchPredicate.Matches(offer, key);
    });

    [Theory]
    [InlineData("64Processors,MultiProcessor", "the job needs 64Processors, which the resource does not offer", "Ask for at most 8 processors")]
    [InlineData("16GB", "the job needs 16GB, which the resource does not offer", "Ask for at most 4 GB of memory (MaxRAM)")]
    [InlineData("GPU", "the job needs GPU, which the resource does not offer", "Do without the tag GPU")]
    [InlineData("WholeNode", "the job needs WholeNode, which the resource does not offer", "Do not ask for a whole node")]
    public void Tag_Missing_IsToldWithWhatWouldDo(string tags, string why, string remedy)
    {
        var offer = AnOffer.With(resource => resource with { NumberOfProcessors = 8, MaxRAM = 4_000 });
        var clause = Assert.Single(MatchPredicate.Failing(offer, AKey.With(("Tags", List(tags)))));

        Assert.Equal((why, remedy), (clause.Why(offer, AKey.With(("Tags", List(tags)))), clause.Remedy(offer, AKey.With(("Tags", List(tags)))).Sentence));
    }

    [Fact]
    public void CpuTime_TooLong_IsToldWithTheLongestSegmentThatFits()
    {
        var key = AKey.Of(AnOffer.Vo, 1_080_000);
        var clause = Assert.Single(MatchPredicate.Failing(AnOffer.With(resource => resource with { CPUTime = 100_000 }), key));

        Assert.Equal("Ask for a CPUTime of at most 86400, or have the queue's maxCPUTime raised", clause.Remedy(AnOffer.With(resource => resource with { CPUTime = 100_000 }), key).Sentence);
    }

    [Theory]
    [InlineData("JobType", "User", true)]
    [InlineData("JobType", "Merge", false)]
    [InlineData("Owner", "ann", true)]
    [InlineData("OwnerGroup", "demo_user", true)]
    [InlineData("OwnerGroup", "demo_prod", false)]
    [InlineData("JobGroup", "User", false)]
    public void Excluded_JobsOfTheValue_DoNotMatch(string attribute, string value, bool excluded)
    {
        var key = AKey.With(("JobTypes", ["User"]));
        var offer = AnOffer.With() with { Excluded = [new LimitReached(attribute, value, "here", 3, 3)] };

        Assert.Equal(excluded ? ["RunningLimit"] : [], MatchPredicate.Failing(offer, key).Select(clause => clause.Name));
    }

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
        from processors in Gen.Choose(0, 6)
        from memory in Gen.Choose(0, 6)
        from ownerGroup in Gen.Elements(null, "demo_user", "demo_prod")
        from type in Gen.Elements(null, "User", "Test")
        from status in Gen.Elements(null, null, "Banned")
        from excluded in Gen.SubListOf<Exclusion>(
            [new LimitReached("JobType", "User", "x", 2, 2), new Delayed("Owner", "ann", "x", DateTimeOffset.UnixEpoch), new LimitReached("OwnerGroup", "other", "x", 1, 1)])
        select Offer.From(
            new() { Site = site, CPUTime = cpu * 100, GridCE = ce, NumberOfProcessors = processors, MaxRAM = memory * 1_000, Tag = [.. tags], RequiredTag = [.. required.Take(1)] },
            AnOffer.Vo) with { OwnerGroups = ownerGroup is null ? [] : [ownerGroup], JobTypes = type is null ? [] : [type], SiteStatus = status is null ? null : new ResourceStatus(status, ""), Excluded = [.. excluded] };

    private static Gen<TaskQueueKey> Keys() =>
        from sites in Gen.SubListOf(Words)
        from banned in Gen.SubListOf(Words)
        from tags in Gen.SubListOf(Words)
        from ces in Gen.SubListOf(Words)
        from cpu in Gen.Choose(1, 10)
        from processors in Gen.Choose(0, 8)
        from memory in Gen.Choose(0, 8)
        from types in Gen.SubListOf("User", "Test")
        from platforms in Gen.SubListOf(Words)
        select AKey.Of(
            AnOffer.Vo,
            cpu * 100,
            ("Sites", [.. sites]),
            ("BannedSites", [.. banned.Take(2)]),
            ("Tags", [.. tags.Take(2), .. processors > 1 ? [$"{processors}Processors", "MultiProcessor"] : Array.Empty<string>(), .. memory > 1 ? [$"{memory}GB"] : Array.Empty<string>()]),
            ("GridCEs", [.. ces]),
            ("JobTypes", [.. types.Take(1)]),
            ("Platforms", [.. platforms]));

    private static string[] List(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
