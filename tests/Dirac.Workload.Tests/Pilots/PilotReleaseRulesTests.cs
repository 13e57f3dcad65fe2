using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Workload.Pilots.Releases;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Dirac.Workload.Tests.Pilots;

public sealed class PilotReleaseRulesTests
{
    private static readonly CfgSection Written = CfgSection.Empty
        .With("/Operations/Defaults/Pilot/Version", "v9.0.0, v8.0.50")
        .With("/Operations/Defaults/Pilot/Project", "DIRAC")
        .With("/Operations/Defaults/Pilot/Tags", "Fast, GPU")
        .With("/Operations/vo/Pilot/Version", "v9.0.2")
        .With("/Operations/vo/Pilot/Extensions", "VODirac, WebApp")
        .With("/Operations/vo/Pilot/Sites/LCG.A.org/Version", "v9.0.1")
        .With("/Operations/vo/Pilot/Sites/LCG.A.org/ExtraPilotOptions", "--container none  --min-time-left 100")
        .With("/Operations/vo/Pilot/Sites/LCG.A.org/CEs/ce1.a.org/Version", "v9.1.0")
        .With("/Operations/vo/Pilot/Sites/LCG.A.org/CEs/ce1.a.org/Tags", "");

    [Fact]
    public void Resolve_NothingWritten_IsTheServersOwn() => Assert.Equal((null, false, null), Parts(PilotReleaseRules.Resolve(CfgSection.Empty, "vo", "S", "c", "stamp")));

    [Theory]
    [InlineData("other", "LCG.A.org", "ce1.a.org", "v9.0.0")]
    [InlineData("vo", "LCG.B.org", "ce1.a.org", "v9.0.2")]
    [InlineData("vo", "LCG.A.org", "ce2.a.org", "v9.0.1")]
    [InlineData("vo", "LCG.A.org", "ce1.a.org", "v9.1.0")]
    public void Resolve_Version_IsTheNearest(string vo, string site, string ce, string version) =>
        Assert.Equal(version, PilotReleaseRules.Resolve(Written, vo, site, ce, "stamp").Version);

    [Fact]
    public void Resolve_OtherOptions_ComeFromWhereverTheyStand()
    {
        var release = PilotReleaseRules.Resolve(Written, "vo", "LCG.A.org", "ce1.a.org", "stamp");

        Assert.Equal("DIRAC", release.Project);
        Assert.Equal(["VODirac", "WebApp"], release.Extensions);
        Assert.Equal(["--container", "none", "--min-time-left", "100"], release.Arguments);
        Assert.Empty(release.Tags);
        Assert.Equal(["Fast", "GPU"], PilotReleaseRules.Resolve(Written, "vo", "LCG.A.org", "ce2.a.org", "stamp").Tags);
    }

    [Fact]
    public void Resolve_CanaryTakenAway_IsTheOldVersionAgain()
    {
        var trial = Canary(Written, "1");

        Assert.Equal(("v9.2.0-pre1", true, "DIRAC"), Parts(PilotReleaseRules.Resolve(trial, "vo", "LCG.B.org", "c", "stamp")));
        Assert.Equal(("v9.0.2", false, "DIRAC"), Parts(PilotReleaseRules.Resolve(trial.Without("/Operations/vo/Pilot/CanaryVersion"), "vo", "LCG.B.org", "c", "stamp")));
    }

    [Fact]
    public void Resolve_CanaryShareOfOneSite_LeavesTheOthersAlone()
    {
        var trial = Canary(Written, "1").With("/Operations/vo/Pilot/Sites/LCG.A.org/CanaryShare", "0");

        Assert.False(PilotReleaseRules.Resolve(trial, "vo", "LCG.A.org", "ce2.a.org", "stamp").IsCanary);
        Assert.True(PilotReleaseRules.Resolve(trial, "vo", "LCG.B.org", "c", "stamp").IsCanary);
    }

    [Theory]
    [InlineData("CanaryShare", "1.5")]
    [InlineData("CanaryShare", "-0.1")]
    [InlineData("CanaryShare", "half")]
    [InlineData("CanaryVersion", "../../etc")]
    [InlineData("CanaryVersion", ".hidden")]
    [InlineData("Version", "a b")]
    public void Resolve_Nonsense_NamesTheOption(string option, string value)
    {
        var error = Assert.Throws<DiracException>(() => PilotReleaseRules.Resolve(Canary(Written, "0").With($"/Operations/vo/Pilot/{option}", value), "vo", "S", "c", "stamp"));

        Assert.Equal(ErrorCode.BadRequest, error.Code);
        Assert.Contains(option, error.Message, StringComparison.Ordinal);
    }

    [Property(MaxTest = 20)]
    public Property Share_OverManyStamps_IsRespected() => Prop.ForAll(Gen.Choose(0, 100).ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (percent, seed) =>
    {
        const int Many = 4_000;
        var chosen = Enumerable.Range(0, Many).Count(number => PilotReleaseRules.IsChosen($"{seed:x8}{number:x8}", percent / 100.0));
        // Five standard deviations at most.
        return Math.Abs(chosen - (Many * percent / 100.0)) <= (percent is 0 or 100 ? 0 : 5 * Math.Sqrt(Many * 0.25));
    });

    [Property(MaxTest = 300)]
    public Property Share_Growing_KeepsThoseItHas() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), (stamp, a, b) =>
        !PilotReleaseRules.IsChosen($"{stamp:x}", Math.Min(a, b) / 100.0) || PilotReleaseRules.IsChosen($"{stamp:x}", Math.Max(a, b) / 100.0));

    [Property(MaxTest = 300)]
    public Property Share_OfOne_IsEveryStamp() => Prop.ForAll(ArbMap.Default.GeneratorFor<NonNull<string>>().ToArbitrary(), stamp => PilotReleaseRules.IsChosen(stamp.Get, 1) && !PilotReleaseRules.IsChosen(stamp.Get, 0));

    private static CfgSection Canary(CfgSection root, string share) =>
        root.With("/Operations/vo/Pilot/CanaryVersion", "v9.2.0-pre1").With("/Operations/vo/Pilot/CanaryShare", share);

    private static (string? Version, bool IsCanary, string? Project) Parts(PilotRelease release) => (release.Version, release.IsCanary, release.Project);
}
