using Dirac.Configuration.Fetching;
using Dirac.Configuration.Starting;
using Dirac.Configuration.Trees;
using Dirac.Hosting.Configuration;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Configuration.Tests.Fetching;

public sealed class FollowerTests
{
    private const string First = "dips://one.example.org:9135/Configuration/Server";
    private const string Second = "dips://two.example.org:9135/Configuration/Server";
    private const string Local =
        $$"""
        DIRAC
        {
          Hostname = slave.example.org
          Configuration
          {
            Name = Test
            Servers = {{First}}, {{Second}}
            RefreshTime = 100
            PropagationTime = 50
          }
        }
        Own = local
        Systems
        {
          Configuration
          {
            Services
            {
              Server
              {
                Port = 9136
              }
            }
          }
        }
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_OneServerAnswers_ItsTreeIsUnderTheLocalFiles()
    {
        using var folder = new TempFolder();
        var peers = Serving(Second, Tree("1"));
        await using var client = await ConfigurationProcess.StartAsync(folder, Local, peers);

        Assert.Equal(("local", "1", "1"), (client.InForce.GetOption("/Own"), client.InForce.GetOption("/A"), client.Get<IConfigurationSnapshots>().Current.Version));
        Assert.Equal(ConfigurationRole.Client, client.Get<OpenedConfiguration>().Role);
        Assert.Contains($"get {Second} 0", peers.Calls);
    }

    [Fact]
    public async Task Start_NobodyAnswers_FailsWithAdviceUnlessThereIsACopy()
    {
        using var folder = new TempFolder();

        var failure = await Assert.ThrowsAsync<DiracException>(() => ConfigurationProcess.StartAsync(folder, Local));
        await using (await ConfigurationProcess.StartAsync(folder, Local, Serving(First, Tree("1"))))
        {
        }

        await using var later = await ConfigurationProcess.StartAsync(folder, Local);

        Assert.Equal(ErrorCode.Unavailable, failure.Code);
        Assert.Contains($"{First}: {First} cannot be reached.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("/DIRAC/Configuration/Servers", failure.Advice, StringComparison.Ordinal);
        Assert.Equal("1", later.InForce.GetOption("/A"));
    }

    [Fact]
    public async Task Start_CopyThatIsBroken_CountsAsNone()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("data"));
        await File.WriteAllTextAsync(folder.File("data/configuration.cfg"), "A\n{\n", Cancellation);

        await Assert.ThrowsAsync<DiracException>(() => ConfigurationProcess.StartAsync(folder, Local));
    }

    [Fact]
    public async Task Start_AServerThatSendsGarbage_IsPassedOver()
    {
        using var folder = new TempFolder();
        var peers = Serving(Second, Tree("1"));
        peers.Garbage[First] = "no zlib"u8.ToArray();
        await using var client = await ConfigurationProcess.StartAsync(folder, Local, peers);

        Assert.Equal("1", client.InForce.GetOption("/A"));
    }

    [Fact]
    public async Task Fetch_AServerThatIsSilent_IsGivenUpAfterAMinute()
    {
        var clock = new FakeTimeProvider();
        var peers = Serving(Second, Tree("1"));
        peers.Silent.Add(First);
        var fetch = new ConfigurationFetch(peers, new Persistence.RandomSource(1), clock);

        var outcome = fetch.FetchAsync([First], ConfigurationTree.Empty, Cancellation);
        await peers.NextCallAsync();
        clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal([$"{First}: No answer within 60 s."], (await outcome).Problems);
    }

    [Fact]
    public async Task Run_OfAClient_LooksEveryRefreshTime()
    {
        using var folder = new TempFolder();
        var peers = Serving(First, Tree("1"));
        await using var client = await ConfigurationProcess.StartAsync(folder, Local.Replace($", {Second}", "", StringComparison.Ordinal), peers);
        Assert.Equal($"get {First} 0", await peers.NextCallAsync());
        await client.RunAsync<ConfigurationRefresher>();
        peers.Trees[First] = Tree("2");

        await AdvanceUntilCallAsync(client, TimeSpan.FromSeconds(100), $"get {First} 1");
        await AdvanceUntilCallAsync(client, TimeSpan.FromSeconds(100), $"get {First} 2");

        Assert.Equal(("2", "2"), (client.InForce.GetOption("/A"), client.Version));
        Assert.Equal("2", Cfg.Parse(await File.ReadAllTextAsync(folder.File("data/configuration.cfg"), Cancellation)).GetOption("/A"));
    }

    [Fact]
    public async Task Run_OfASlave_AsksTheMasterAndPublishesItself()
    {
        using var folder = new TempFolder();
        var peers = Serving(First, Tree("1").Root.With("/DIRAC/Configuration/MasterServer", First));
        await using var slave = await ConfigurationProcess.StartAsync(folder, Local.Replace($", {Second}", "", StringComparison.Ordinal), peers, isSlave: true);
        Assert.Equal($"get {First} 0", await peers.NextCallAsync());

        await slave.RunAsync<ConfigurationRefresher>();

        Assert.Equal($"get {First} 1", await peers.NextCallAsync());
        Assert.Equal($"publish {First} dips://slave.example.org:9136/Configuration/Server", await peers.NextCallAsync());
        await AdvanceUntilCallAsync(slave, TimeSpan.FromSeconds(50), $"get {First} 1");
        Assert.Equal(ConfigurationRole.Slave, slave.Get<OpenedConfiguration>().Role);
        Assert.False((await slave.CallAsync("writeEnabled")).Value.AsTruth());
        Assert.Equal(Tree("1").Root.GetOption("/A"), ConfigurationTree.Unpack((await slave.CallAsync("getCompressedData")).Value.AsBytes().ToArray()).Root.GetOption("/A"));
    }

    [Fact]
    public async Task Look_OfASlaveThatMayNotPublish_OnlyAsks()
    {
        using var folder = new TempFolder();
        var peers = Serving(First, Tree("1").Root.With("/DIRAC/Configuration/MasterServer", First));
        await using var slave = await ConfigurationProcess.StartAsync(
            folder, Local.Replace($", {Second}", "\nAutoPublish = no", StringComparison.Ordinal), peers, isSlave: true);

        Assert.Equal($"get {First} 0", await peers.NextCallAsync());
        await slave.RunAsync<ConfigurationRefresher>();
        Assert.Equal($"get {First} 1", await peers.NextCallAsync());
        await AdvanceUntilCallAsync(slave, TimeSpan.FromSeconds(50), $"get {First} 1");

        Assert.DoesNotContain(peers.Calls, call => call.StartsWith("publish", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RefreshConfiguration_FromTheMaster_AsksNobodyElse()
    {
        using var folder = new TempFolder();
        var peers = Serving(First, Tree("1").Root.With("/DIRAC/Configuration/MasterServer", Second));
        await using var slave = await ConfigurationProcess.StartAsync(folder, Local, peers, isSlave: true);
        peers.Trees[Second] = Tree("2");

        var reply = await slave.CallAsync("refreshConfiguration", true);
        peers.Trees.Clear();
        var nobody = await slave.CallAsync("refreshConfiguration", false);

        Assert.True(reply.IsOk, reply.Message);
        Assert.Equal("2", slave.InForce.GetOption("/A"));
        Assert.StartsWith("No configuration server answers: ", nobody.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefreshConfiguration_OlderThanAtHand_IsNotTaken()
    {
        using var folder = new TempFolder();
        var peers = Serving(First, Tree("2"));
        await using var client = await ConfigurationProcess.StartAsync(folder, Local, peers);
        peers.Trees[First] = Tree("1");

        Assert.True((await client.CallAsync(ConfigurationProcess.Admin, RpcProtocols.Dips, "refreshConfiguration", false)).IsOk);

        Assert.Equal("2", client.InForce.GetOption("/A"));
    }

    private static async Task AdvanceUntilCallAsync(ConfigurationProcess process, TimeSpan step, string expected)
    {
        // The loop may not have come to its pause yet, so time goes on until it has called.
        var call = process.Peers.NextCallAsync();
        while (!call.IsCompleted)
        {
            process.Clock.Advance(step);
            await Task.Yield();
        }

        Assert.Equal(expected, await call);
    }

    private static ConfigurationTree Tree(string version) => new(CfgSection.Empty.With("/DIRAC/Configuration/Version", version).With("/A", version).With("/Own", "remote"));

    private static FakePeers Serving(string url, ConfigurationTree tree)
    {
        var peers = new FakePeers();
        peers.Trees[url] = tree;
        return peers;
    }

    private static FakePeers Serving(string url, CfgSection root) => Serving(url, new ConfigurationTree(root));
}
