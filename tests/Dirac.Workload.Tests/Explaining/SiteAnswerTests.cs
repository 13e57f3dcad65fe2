using Dirac.Workload.Explaining;
using Dirac.Workload.Matching;
using Dirac.Workload.Resources;
using Dirac.Workload.TaskQueues;
using Dirac.Workload.Tests.Matching;

namespace Dirac.Workload.Tests.Explaining;

public sealed class SiteAnswerTests
{
    private static readonly TaskQueueKey Eight = AKey.With(("Tags", ["8Processors", "MultiProcessor"]));

    private static readonly Offer Large = AnOffer.With(resource => resource with { NumberOfProcessors = 8 });
    private static readonly Offer Small = AnOffer.With(resource => resource with { NumberOfProcessors = 2 });
    private static readonly Offer Open = new() { VO = AnOffer.Vo, Site = AnOffer.Site, CpuTime = long.MaxValue, IsOpen = true };

    [Fact]
    public void Best_OneThatFitsNow_ComesFirst() =>
        Assert.Equal(Nearness.Fits, Best((Small, true), (Large, false), (Large, true)).Nearness);

    [Fact]
    public void Best_ConfiguredQueueFits_BeatsPilotsThatDoNot()
    {
        var best = Best((Small, true), (Large, false));

        Assert.Equal((Nearness.NoPilots, true), (best.Nearness, best.IsLate));
    }

    [Fact]
    public void Best_UndescribedSiteWithPilotsThatDoNotFit_IsNoHope() =>
        Assert.Equal(Nearness.No, Best((Open, false), (Small, true)).Nearness);

    [Fact]
    public void Best_UndescribedSiteWithoutPilots_MayFit() => Assert.Equal(Nearness.Undescribed, Best((Open, false)).Nearness);

    [Fact]
    public void Best_OnlyALimitIsInTheWay_BeatsWhatNeverFits()
    {
        var limited = Large with { Excluded = [new LimitReached("Owner", "ann", "x", 1, 1)] };

        Assert.Equal(Nearness.NotNow, Best((Small, true), (limited, true)).Nearness);
    }

    [Fact]
    public void Sameness_OtherAmountOfCpuTime_IsTheSame()
    {
        var key = AKey.Of(AnOffer.Vo, 1_000_000);

        Assert.Equal(Answer(AnOffer.With(), key).Sameness(key), Answer(AnOffer.With(resource => resource with { CPUTime = 50_000, Site = "other" }), key).Sameness(key));
        Assert.NotEqual(Answer(Small, Eight).Sameness(Eight), Answer(AnOffer.With(resource => resource with { Tag = ["8Processors"] }), Eight).Sameness(Eight));
    }

    private static SiteAnswer Best(params (Offer Offer, bool IsLate)[] offers) =>
        SiteAnswer.Best([.. offers.Select(offer => SiteAnswer.Of(new KnownOffer(offer.Offer), Eight, offer.IsLate))]);

    private static SiteAnswer Answer(Offer offer, TaskQueueKey key) => SiteAnswer.Of(new KnownOffer(offer), key, isLate: true);
}
