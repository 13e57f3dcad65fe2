using Dirac.Configuration.Starting;
using Dirac.Configuration.Trees;
using Dirac.Model.Errors;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Configuration.Tests.Peers;

public sealed class RpcPeersTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Calls_OfAMasterAsThisHost_DoWhatTheySay(bool overHttps)
    {
        await using var master = await GridMaster.StartAsync();
        var url = overHttps ? master.Https : master.Dips;
        using var follower = await master.FollowAsync(url);
        var peers = follower.Peers;
        var version = master.Services.GetRequiredService<ServedConfiguration>().Current.Version;

        Assert.Equal(ConfigurationRole.Client, follower.Role);
        Assert.Equal("/DC=org/CN=here", follower.Effective.GetOption("/Registry/Hosts/here/DN"));
        Assert.Equal("Configuration/Server", await peers.PingAsync(url, Cancellation));
        Assert.Equal((version, null), await peers.GetIfNewerAsync(url, version, Cancellation) is var same ? (same.NewestVersion, same.Data) : default);
        await peers.PublishSlaveAsync(url, master.Https, Cancellation);
        Assert.Equal([master.Dips, master.Https], master.Services.GetRequiredService<ServedConfiguration>().Current.Root.GetList("/DIRAC/Configuration/Servers"));
        if (!overHttps) await peers.RefreshAsync(url, fromMaster: false, Cancellation);
    }

    [Fact]
    public async Task Calls_ThatCannotBeMade_SayWhy()
    {
        await using var master = await GridMaster.StartAsync();
        using var follower = await master.FollowAsync(master.Dips);

        var unknown = await Assert.ThrowsAsync<DiracException>(() => follower.Peers.PingAsync(master.Dips.Replace("/Server", "/Nothing", StringComparison.Ordinal), Cancellation));
        var noUrl = await Assert.ThrowsAsync<DiracException>(() => follower.Peers.PingAsync("nonsense", Cancellation));

        Assert.Equal(ErrorCode.Unavailable, unknown.Code);
        Assert.Contains("Configuration/Nothing", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.BadConfiguration, noUrl.Code);
    }
}
