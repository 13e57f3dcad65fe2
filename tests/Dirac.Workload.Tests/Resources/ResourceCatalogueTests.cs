using Dirac.Workload.Ports;
using Dirac.Workload.Resources;
using Dirac.Workload.Tests.Matching;

namespace Dirac.Workload.Tests.Resources;

public sealed class ResourceCatalogueTests
{
    private static readonly ResourceCatalogue Two = new(
        [
            new KnownOffer(AnOffer.With(resource => resource with { Site = "A", NumberOfProcessors = 8, GridCE = "ce1", Tag = ["SSD"] })),
            new KnownOffer(AnOffer.With(resource => resource with { Site = "B", MaxRAM = 64_000, Platform = "el9", GridCE = "ce2" })),
        ],
        somethingIsKnown: true);

    public static TheoryData<string, string, string> Cases => new()
    {
        { "Tags", "64Processors,MultiProcessor", "no site offers 64Processors" },
        { "Tags", "GPU", "no site offers GPU" },
        { "GridCEs", "ce9", "no site has the GridCE ce9" },
        { "Sites", "X,Y", "nothing is known of a site X, Y that it may use" },
        { "BannedSites", "A,B", "the job bans every site there is" },
        { "Tags", "8Processors,64GB", "no site has everything at once that it asks for (Tag)" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void WhyImpossible_NamesWhatNobodyHas(string field, string values, string reason) =>
        Assert.Equal(reason, Two.WhyImpossible(AKey.With((field, values.Split(',')))));

    [Fact]
    public void WhyImpossible_CpuTime_NamesTheMost() =>
        Assert.Equal("no site gives 1080000 s of CPU, the most is 86400", Two.WhyImpossible(AKey.Of(AnOffer.Vo, 1_080_000)));

    [Fact]
    public void WhyImpossible_AtTheWantedSites_NamesThem() =>
        Assert.Equal("none of B offers SSD", Two.WhyImpossible(AKey.With(("Sites", ["B"]), ("Tags", ["SSD"]))));

    [Fact]
    public void WhyImpossible_SomethingFits_IsNull()
    {
        Assert.Null(Two.WhyImpossible(AKey.With()));
        Assert.Null(Two.WhyImpossible(AKey.With(("Tags", ["8Processors", "MultiProcessor", "SSD"]))));
        Assert.Null(Two.WhyImpossible(AKey.With(("Platforms", ["el9"]))));
    }

    [Fact]
    public void WhyImpossible_NothingKnown_IsNull() => Assert.Null(ResourceCatalogue.Empty.WhyImpossible(AKey.With(("Tags", ["GPU"]))));

    [Fact]
    public void WhyImpossible_SitesThatServeOthers_NamesTheVo() =>
        Assert.Equal("no site serves demo", new ResourceCatalogue([], somethingIsKnown: true).WhyImpossible(AKey.With()));

    [Fact]
    public void WhyImpossible_BannedSite_IsNoReason()
    {
        var closed = new ResourceCatalogue([new KnownOffer(AnOffer.With() with { SiteStatus = new ResourceStatus("Banned", "") })], somethingIsKnown: true);

        Assert.Null(closed.WhyImpossible(AKey.With(("JobTypes", ["User"]))));
    }

    [Fact]
    public void WhyImpossible_VeryManyNames_FitsTheColumn()
    {
        string[] tags = [.. Enumerable.Range(0, 60).Select(number => $"a long tag of number {number}")];

        Assert.InRange(Two.WhyImpossible(AKey.With(("Tags", tags)))!.Length, 100, 250);
    }
}
