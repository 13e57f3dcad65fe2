using Dirac.Cli.Shell;
using Dirac.Cli.Sites;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Resources.Computing;
using Dirac.Resources.Looks;
using Dirac.Resources.Ssh;

namespace Dirac.Cli.Tests.Sites;

public sealed class SitePlanTests
{
    private static readonly SshTarget Gate = new("gate.example.org") { User = "ada" };

    [Fact]
    public void Make_Host_TakesAllOfItByOnePilot()
    {
        var plan = SitePlan.Make(new SiteToAdd(Gate, null, new SiteWishes()), Facts(), CfgSection.Empty);
        var element = Read(plan, null);

        Assert.Equal("DIRAC.gate-example.org", plan.Site);
        Assert.Equal(("Host", Gate), (element.BatchSystem, element.Ssh! with { Options = Gate.Options }));
        Assert.Equal(("8", "1", "7200"), (Value(plan, "NumberOfProcessors"), Value(plan, "MaxTotalJobs"), Value(plan, "LeaseSeconds")));
    }

    [Fact]
    public void Make_Cluster_NamesQueueAfterThePartitionAndLimitsPilotsByIt()
    {
        var wishes = new SiteWishes { Name = "LCG.Cluster.org", Account = "physics", Pilots = 50 };
        var plan = SitePlan.Make(new SiteToAdd(Gate, "short", wishes), Facts(), CfgSection.Empty);
        var element = Read(plan, "short");

        Assert.All(plan.Options, option => Assert.StartsWith("/Resources/Sites/LCG/LCG.Cluster.org/", option.Key, StringComparison.Ordinal));
        Assert.Equal(("SLURM", "short", "physics"), (element.BatchSystem, element.Partition, element.Account));
        Assert.Equal(("1", "50", "2", "600", "node1"), (Value(plan, "NumberOfProcessors"), Value(plan, "MaxTotalJobs"), Value(plan, "MaxWaitingJobs"), Value(plan, "WallClockTime"), Value(plan, "GateAddress")));
    }

    [Fact]
    public void Make_ClusterWithoutNetwork_GoesByFilesAndNamesNoGate()
    {
        var plan = SitePlan.Make(new SiteToAdd(Gate, "main", new SiteWishes { HasNetwork = false }), Facts(), CfgSection.Empty);

        Assert.Equal("Files", Value(plan, "Reach"));
        Assert.DoesNotContain(plan.Options, option => option.Key.EndsWith("/GateAddress", StringComparison.Ordinal));
    }

    [Fact]
    public void Check_GateOfNodesWithoutNetwork_IsRefused() => Assert.Throws<UsageException>(
        () => SitePlan.Check(new SiteToAdd(Gate, "main", new SiteWishes { HasNetwork = false, GateAddress = "10.0.0.1" })));

    [Fact]
    public void Make_NoPartitionGiven_TakesTheDefaultOne() =>
        Assert.Contains("/Queues/main/", SitePlan.Make(new SiteToAdd(null, "", new SiteWishes()), Facts(), CfgSection.Empty).Options[^1].Key, StringComparison.Ordinal);

    [Fact]
    public void Make_SlurmDoesNotAnswer_HostIsUsedAllTheSameButNoCluster()
    {
        var facts = Facts() with { Partitions = [], SlurmTrouble = "sinfo: fatal: Could not establish a configuration source" };

        Assert.NotEmpty(SitePlan.Make(new SiteToAdd(Gate, null, new SiteWishes()), facts, CfgSection.Empty).Options);
        Assert.Contains("Could not establish", Assert.Throws<DiracException>(() => SitePlan.Make(new SiteToAdd(Gate, "", new SiteWishes()), facts, CfgSection.Empty)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("down", "is down")]
    [InlineData("nowhere", "no partition nowhere")]
    public void Make_PartitionThatWillNotDo_IsRefused(string partition, string why) =>
        Assert.Contains(why, Assert.ThrowsAny<Exception>(() => SitePlan.Make(new SiteToAdd(Gate, partition, new SiteWishes()), Facts(), CfgSection.Empty)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("site")]
    [InlineData("DIRAC.a/b.org")]
    [InlineData("DIRAC.a.b.org")]
    public void Make_NameOfAnotherForm_IsRefused(string name) =>
        Assert.Throws<UsageException>(() => SitePlan.Make(new SiteToAdd(Gate, null, new SiteWishes { Name = name }), Facts(), CfgSection.Empty));

    [Theory]
    [InlineData("login.hpc.uni-x.de", "", "DIRAC.login-hpc-uni-x-main.de")]
    [InlineData("gate", null, "DIRAC.gate.local")]
    [InlineData("10.0.0.12", null, "DIRAC.10-0-0-12.local")]
    [InlineData("gate.example.museum", null, "DIRAC.gate-example-museum.local")]
    public void Make_NoNameGiven_MakesOneOfTheHosts(string host, string? partition, string name) =>
        Assert.Equal(name, SitePlan.Make(new SiteToAdd(new SshTarget(host), partition, new SiteWishes()), Facts(), CfgSection.Empty).Site);

    [Theory]
    [InlineData(null, "node1 has 8")]
    [InlineData("short", "the smallest node of short has 4")]
    public void Make_MoreProcessorsThanThereAre_IsRefused(string? partition, string why) => Assert.Contains(
        why,
        Assert.Throws<UsageException>(() => SitePlan.Make(new SiteToAdd(Gate, partition, new SiteWishes { Processors = 9 }), Facts(), CfgSection.Empty)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Make_NameThatIsTaken_IsRefused()
    {
        var before = CfgSection.Empty.With("/Resources/Sites/DIRAC/DIRAC.gate-example.org/Name", "x");

        Assert.Equal(ErrorCode.Conflict, Assert.Throws<DiracException>(() => SitePlan.Make(new SiteToAdd(Gate, null, new SiteWishes()), Facts(), before)).Code);
    }

    [Fact]
    public void Make_AnotherPartitionOfTheSameGate_HasAComputingElementOfItsOwn()
    {
        var before = CfgSection.Empty;
        var elements = new List<string>();
        foreach (var (partition, name) in new[] { ("main", null), ("short", null), ("short", "LCG.again.org"), ("short", "LCG.again.net") })
        {
            var plan = SitePlan.Make(new SiteToAdd(Gate, partition, new SiteWishes { Name = name }), Facts(), before);
            before = plan.Options.Aggregate(before, (tree, option) => tree.With(option.Key, option.Value));
            elements.Add(plan.Options.Single(option => option.Key.EndsWith("/CEType", StringComparison.Ordinal)).Key.Split('/')[^2]);
            Assert.Equal(Gate with { Options = [] }, Read(plan, partition).Ssh! with { Options = [] });
        }

        Assert.Equal(["gate-example-org", "gate-example-org-DIRAC-gate-example-short-org", "gate-example-org-LCG-again-org", "gate-example-org-LCG-again-net"], elements);
    }

    [Fact]
    public void Make_HostWithAPort_WritesIt() => Assert.Equal(2222, Read(SitePlan.Make(new SiteToAdd(Gate with { Port = 2222 }, null, new SiteWishes()), Facts(), CfgSection.Empty), null).Ssh!.Port);

    [Fact]
    public void Make_SshOptionWithSpaces_IsRefused() => Assert.Throws<UsageException>(
        () => SitePlan.Make(new SiteToAdd(Gate with { Options = ["-o", "ProxyCommand=ssh -W %h:%p other"] }, null, new SiteWishes()), Facts(), CfgSection.Empty));

    [Fact]
    public void Make_HostWithoutTools_IsRefusedAndSaysWhich() => Assert.Contains(
        "sha256sum and no setsid",
        Assert.Throws<DiracException>(() => SitePlan.Make(new SiteToAdd(Gate, null, new SiteWishes()), Facts() with { Missing = ["sha256sum", "setsid"] }, CfgSection.Empty)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Targets_OfAWrittenSite_AreFoundByHostAndSite()
    {
        var plan = SitePlan.Make(new SiteToAdd(Gate, null, new SiteWishes()), Facts(), CfgSection.Empty);
        var root = Tree(plan);

        Assert.Equal("ada@gate.example.org", Assert.Single(SiteLogin.Targets(root, "gate.example.org")).ToString());
        Assert.Equal("ada@gate.example.org", Assert.Single(SiteLogin.Targets(root, plan.Site)).ToString());
        Assert.Empty(SiteLogin.Targets(root, "elsewhere"));
    }

    private static HostFacts Facts() => new()
    {
        HostName = "node1", Machine = "x86_64", Processors = 8, RamMegabytes = 16_000, FreeMegabytes = 1_000, Missing = [],
        Partitions =
        [
            new PartitionFacts("main", true, true, null, 4, 8, 16_000),
            new PartitionFacts("short", false, true, TimeSpan.FromMinutes(10), 2, 4, 16_000),
            new PartitionFacts("down", false, false, null, 2, 8, 16_000),
        ],
    };

    private static CfgSection Tree(SitePlan plan) => plan.Options.Aggregate(CfgSection.Empty, (tree, option) => tree.With(option.Key, option.Value));

    private static string Value(SitePlan plan, string option) => plan.Options.Single(one => one.Key.EndsWith($"/{option}", StringComparison.Ordinal)).Value;

    private static CEOptions Read(SitePlan plan, string? queue)
    {
        var root = Tree(plan);
        var ce = plan.Options.First(option => option.Key.EndsWith("/CEType", StringComparison.Ordinal)).Key[..^"/CEType".Length];
        CfgSection[] levels = queue is null ? [root.GetSection(ce)!] : [root.GetSection($"{ce}/Queues/{queue}")!, root.GetSection(ce)!];
        return CEOptions.Read(ce[(ce.LastIndexOf('/') + 1)..], queue, levels)!;
    }
}
