using Dirac.Model.Configuration;
using Dirac.Workload.Resources;
using Dirac.Workload.Tests.Matching;

namespace Dirac.Workload.Tests.Resources;

public sealed class ConfiguredResourcesTests
{
    private const string Text = """
        Resources
        {
          Sites
          {
            LCG
            {
              LCG.A.ch
              {
                Platform = el9
                Tag = SSD
                CEs
                {
                  ce1
                  {
                    MaxRAM = 8000
                    Queues
                    {
                      short
                      {
                        maxCPUTime = 60
                        SI00 = 500
                        NumberOfProcessors = 4
                        Tag = GPU
                        RequiredTag = GPU
                      }
                      long
                      {
                        CPUTime = 500000
                        Platform = el8
                        VO = demo, other
                      }
                      theirs
                      {
                        VO = other
                      }
                      broken
                      {
                        maxCPUTime = much
                        NumberOfProcessors = -3
                      }
                    }
                  }
                }
              }
              LCG.B.ch
              {
                Status = Banned
                CEs
                {
                  ce2
                  {
                  }
                }
              }
              LCG.C.ch
              {
                VO = other
              }
            }
          }
        }
        """;

    private static readonly CfgSection Root = Cfg.Parse(Text);

    [Fact]
    public void Queue_TakesFromItsCeAndSiteWhatItDoesNotSay()
    {
        var offer = Queue("short").Offer;

        Assert.Equal(("LCG.A.ch", "ce1", "el9", 7_200L), (offer.Site, offer.GridCE, offer.Platform, offer.CpuTime));
        Assert.All(["SSD", "GPU", "4Processors", "MultiProcessor", "8GB"], tag => Assert.Contains(tag, offer.Tags));
        Assert.DoesNotContain("5Processors", offer.Tags);
        Assert.Equal(["GPU"], offer.RequiredTags);
        Assert.Equal(("el8", 500_000L), (Queue("long").Offer.Platform, Queue("long").Offer.CpuTime));
    }

    [Fact]
    public void Vo_ThatAQueueDoesNotServe_DoesNotSeeIt()
    {
        Assert.Equal(["broken", "long", "short"], ConfiguredResources.OffersTo(Root, "demo").Select(offer => offer.Queue).OfType<string>().Order());
        Assert.DoesNotContain(ConfiguredResources.OffersTo(Root, "demo"), offer => offer.Site == "LCG.C.ch");
        Assert.Contains(ConfiguredResources.OffersTo(Root, "other"), offer => offer.Site == "LCG.C.ch" && offer.Offer.IsOpen);
    }

    [Fact]
    public void Value_ThatCannotBeRead_IsAsGoodAsNone() => Assert.Equal((long.MaxValue, 1), (Queue("broken").Offer.CpuTime, Queue("broken").Offer.Tags.Count(tag => tag == "SSD")));

    [Fact]
    public void CeWithoutQueues_MayOfferEverything()
    {
        var open = Assert.Single(ConfiguredResources.OffersTo(Root, "demo"), offer => offer.Site == "LCG.B.ch");

        Assert.True(open.Offer.IsOpen);
        Assert.True(ResourceCatalogue.CouldRun(open.Offer with { VO = AnOffer.Vo }, AKey.With(("Tags", ["GPU", "64Processors"]))));
        Assert.False(ResourceCatalogue.CouldRun(open.Offer with { VO = AnOffer.Vo }, AKey.With(("GridCEs", ["ce9"]))));
    }

    [Theory]
    [InlineData("7200", 7200)]
    [InlineData("60", 60)]
    [InlineData("172800", 172_800)]
    [InlineData("59", null)]
    [InlineData("172801", null)]
    [InlineData("2h", null)]
    [InlineData("-7200", null)]
    [InlineData("", null)]
    public void LeaseSeconds_MistypedOrOutOfBounds_IsAsGoodAsNone(string value, int? expected)
    {
        var root = Cfg.Parse($"Resources {{ Sites {{ LCG {{ LCG.A.ch {{ LeaseSeconds = {value}\n }} LCG.B.ch {{ }} }} }} }}".Replace("{", "\n{\n", StringComparison.Ordinal).Replace("}", "\n}\n", StringComparison.Ordinal));

        Assert.Equal(expected is { } seconds ? [("LCG.A.ch", seconds)] : [], ConfiguredResources.LeaseSeconds(root).Select(site => (site.Key, site.Value)));
    }

    [Fact]
    public void Site_MarkedBanned_IsOutOfService() =>
        Assert.Equal([("LCG.B.ch", "Banned")], ConfiguredResources.OutOfService(Root).Select(site => (site.Key, site.Value)));

    private static KnownOffer Queue(string name) => Assert.Single(ConfiguredResources.OffersTo(Root, "demo"), offer => offer.Queue == name);
}
