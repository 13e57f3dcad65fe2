using Dirac.Client.Rpc;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Client.Tests.Rpc;

public sealed class ServiceUrlsTests
{
    private const string Service = "WorkloadManagement/JobMonitoring";

    [Theory]
    [InlineData("dips://host:9130/A/B", "dips://host:9130/A/B")]
    [InlineData("dip://host:9130", "dip://host:9130/WorkloadManagement/JobMonitoring")]
    [InlineData("https://host/A/B", "https://host:443/A/B")]
    [InlineData(" https://[::1]:8443/A/B/ ", "https://[::1]:8443/A/B")]
    public void Parse_Address_IsCompleted(string text, string expected) => Assert.Equal(expected, RpcUrl.Parse(text, Service).ToString());

    [Theory]
    [InlineData("dips://host/A/B")]
    [InlineData("dips://host:9130/A")]
    [InlineData("dips://host:9130/A/B/C")]
    [InlineData("ftp://host:9130/A/B")]
    [InlineData("dips://:9130/A/B")]
    [InlineData("host")]
    public void Parse_SomethingElse_IsRefused(string text) =>
        Assert.Equal(ErrorCode.BadConfiguration, Assert.Throws<DiracException>(() => RpcUrl.Parse(text)).Code);

    [Fact]
    public void Find_Url_IsTakenAsItIs() => Assert.Equal(["dips://h:1/A/B"], Find("", "dips://h:1/A/B"));

    [Fact]
    public void Find_UrlsThenFailover_AreTriedInThatOrder()
    {
        var found = Find(
            """
            Systems
            {
              WorkloadManagement
              {
                URLs
                {
                  JobMonitoring = dips://a:1/X/Y, dips://b:1
                }
                FailoverURLs
                {
                  JobMonitoring = dips://c:1, dips://d:1
                }
              }
            }
            """,
            Service);

        Assert.Equal(["dips://a:1/X/Y", $"dips://b:1/{Service}"], found.Take(2).Order(StringComparer.Ordinal));
        Assert.Equal([$"dips://c:1/{Service}", $"dips://d:1/{Service}"], found.Skip(2));
    }

    [Fact]
    public void Find_Instance_GoesBeforeTheSectionWithoutOne()
    {
        const string Text = """
            DIRAC
            {
              Setup = S
              Setups
              {
                S
                {
                  WorkloadManagement = Production
                }
              }
            }
            Systems
            {
              WorkloadManagement
              {
                URLs
                {
                  JobMonitoring = dips://without:1
                  Matcher = dips://matcher:1
                }
                Production
                {
                  URLs
                  {
                    JobMonitoring = dips://with:1
                  }
                }
              }
            }
            """;

        Assert.Equal([$"dips://with:1/{Service}"], Find(Text, Service));
        Assert.Equal(["dips://matcher:1/WorkloadManagement/Matcher"], Find(Text, "WorkloadManagement/Matcher"));
    }

    [Fact]
    public void Find_MainServers_AreExpanded_OfTheVoFirst()
    {
        const string Text = """
            Systems
            {
              WorkloadManagement
              {
                URLs
                {
                  JobMonitoring = dips://$MAINSERVERS$:9130/WorkloadManagement/JobMonitoring
                }
              }
            }
            Operations
            {
              Defaults
              {
                MainServers = one, two
              }
              vo
              {
                MainServers = own
              }
            }
            """;

        Assert.Equal([$"dips://one:9130/{Service}", $"dips://two:9130/{Service}"], Find(Text, Service).Order(StringComparer.Ordinal));
        Assert.Equal([$"dips://own:9130/{Service}"], Find(Text + "\nDIRAC\n{\n  VirtualOrganization = vo\n}\n", Service));
    }

    [Fact]
    public void Find_BehindAGateway_EveryAddressIsTheGateways()
    {
        const string Text = """
            LocalSite
            {
              Site = S.x
            }
            DIRAC
            {
              Gateways
              {
                S.x = dips://gate:9159/Framework/Gateway
              }
            }
            Systems
            {
              WorkloadManagement
              {
                URLs
                {
                  JobMonitoring = dips://a:1, https://b:2
                }
              }
            }
            """;

        Assert.Equal([$"dips://gate:9159/{Service}"], Find(Text, Service));
    }

    [Fact]
    public void Find_NoAddress_SaysWhichOptionIsMissing()
    {
        var missing = Assert.Throws<DiracException>(() => Find("", Service));

        Assert.Contains("/Systems/WorkloadManagement/URLs/JobMonitoring", missing.Advice, StringComparison.Ordinal);
    }

    private static List<string> Find(string configuration, string service) =>
        [.. ServiceUrls.Find(Cfg.Parse(configuration), service, new Random(7)).Select(url => url.ToString())];
}
