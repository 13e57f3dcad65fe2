using Dirac.Configuration.Slaves;
using Dirac.Configuration.Trees;
using Dirac.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Configuration.Tests.Slaves;

public sealed class MasterSlavesTests
{
    private const string Slave = "dips://slave.example.org:9135/Configuration/Server";
    private const string ByHand = "dips://byhand.example.org:9135/Configuration/Server";

    [Fact]
    public async Task PublishSlaveServer_OneThatAnswers_IsToldToClientsAndGetsCommits()
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);
        master.Peers.Names[Slave] = "Configuration/Server";
        var before = master.Version;

        Assert.True((await master.CallAsync("publishSlaveServer", Slave)).IsOk);
        await master.CallAsync("publishSlaveServer", Slave);

        Assert.Equal([ConfigurationProcess.Own, Slave], master.InForce.GetList("/DIRAC/Configuration/Servers"));
        Assert.Equal(2, (await master.CallAsync("getCommitHistory")).Value.AsList().Length);
        Assert.True(ConfigurationVersion.IsNewer(master.Version, before));

        Assert.Equal([$"ping {Slave}", $"ping {Slave}"], [await master.Peers.NextCallAsync(), await master.Peers.NextCallAsync()]);
        await master.RunAsync<SlaveSync>();
        await master.CommitAsync(tree => tree.With("/A", "1"));
        Assert.Equal($"refresh {Slave} True", await master.Peers.NextCallAsync());
    }

    [Theory]
    [InlineData("http://a:1/Configuration/Server")]
    [InlineData("dips://a:1/Configuration/Server, dips://b:1/Configuration/Server")]
    [InlineData("dips://a:1/Configuration/Server\nX = y")]
    [InlineData("dips://other.example.org:1/X/Y")]
    [InlineData("dips://nobody.example.org:1/Configuration/Server")]
    [InlineData("")]
    public async Task PublishSlaveServer_OneThatIsNone_ChangesNothingAndIsNotTold(string url)
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);
        master.Peers.Names["dips://other.example.org:1/X/Y"] = "X/Y";
        // Whatever cannot be an address is refused before anybody is asked.
        if (!url.Contains(".example.org", StringComparison.Ordinal)) master.Peers.Names[url] = "Configuration/Server";
        var before = master.Version;

        var reply = await master.CallAsync("publishSlaveServer", url);

        Assert.Equal("""{"OK": true, "Value": null}""", ConfigurationProcess.Text(reply));
        Assert.Equal((before, 1), (master.Version, master.Log.Count(5520)));
    }

    [Fact]
    public async Task DropSilent_AfterTheGraceTime_ForgetsSlavesButNotWhatPeopleWrote()
    {
        using var folder = new TempFolder();
        await using var master = await ConfigurationProcess.StartAsync(folder);
        master.Peers.Names[Slave] = "Configuration/Server";
        await master.CallAsync("publishSlaveServer", Slave);
        await master.CommitAsync(tree => tree.With("/DIRAC/Configuration/Servers", $"{ConfigurationProcess.Own}, {Slave}, {ByHand}"));
        var slaves = master.Get<MasterSlaves>();

        master.Clock.Advance(TimeSpan.FromSeconds(600));
        await slaves.DropSilentAsync(TestContext.Current.CancellationToken);
        Assert.Contains(Slave, master.InForce.GetList("/DIRAC/Configuration/Servers"));
        master.Clock.Advance(TimeSpan.FromSeconds(1));
        await slaves.DropSilentAsync(TestContext.Current.CancellationToken);

        Assert.Equal([ConfigurationProcess.Own, ByHand], master.InForce.GetList("/DIRAC/Configuration/Servers"));
        Assert.Equal(1, master.Log.Count(5521));
    }

    [Fact]
    public void Saw_MoreThanCanBe_AreNotRemembered()
    {
        var known = new KnownSlaves();
        var now = new FakeTimeProvider().GetUtcNow();
        for (var i = 0; i < KnownSlaves.Most; i++) Assert.True(known.Saw($"{i}", now));

        Assert.False(known.Saw("one more", now));
        Assert.True(known.Saw("0", now));
        Assert.Equal(KnownSlaves.Most, known.Alive(now, TimeSpan.Zero).Count);
    }
}
