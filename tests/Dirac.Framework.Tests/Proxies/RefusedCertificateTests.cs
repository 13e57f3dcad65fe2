using Dirac.Client.Rpc;
using Dirac.Framework.Tests.Support;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.Certificates.Authorities;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.Certificates.Validation;
using Dirac.Security.GridTls;

namespace Dirac.Framework.Tests.Proxies;

public sealed class RefusedCertificateTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_CertificateOfAnAuthorityThatIsNotTrusted_SaysSo_NotThatItMayBeDone(bool isHttps)
    {
        await using var server = await ProxyServer.StartAsync(Engine.Sqlite);
        using var eve = server.Grid.Impostor("eve");
        using var client = Client(server, eve);
        var url = isHttps ? server.HttpsUrl : server.Url;

        var refused = await Assert.ThrowsAsync<DiracException>(() => client.CallAsync(url, "ping", [], Cancellation));

        Assert.Equal(ErrorCode.NotAuthenticated, refused.Code);
        Assert.StartsWith($"{url} does not take the certificate: The peer refused: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("dirac proxy info", refused.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_DipsServiceOverHttps_SaysWhyThereIsNoAnswer()
    {
        await using var server = await ProxyServer.StartAsync(Engine.Sqlite);
        using var client = Client(server, server.Ann);

        var reply = await client.CallAsync(server.Url.Replace("dips://", "https://", StringComparison.Ordinal), "ping", [], Cancellation);

        Assert.False(reply.IsOk);
        Assert.DoesNotContain("An error occurred", reply.Message, StringComparison.Ordinal);
    }

    internal static RpcClient Client(ProxyServer server, GridCredential who) => new(
        new RpcIdentity { Tls = Context(server, who) },
        new RpcClientOptions { Configuration = () => CfgSection.Empty, Pause = TimeSpan.Zero },
        TimeProvider.System,
        new Random(1));

    internal static GridTlsClientContext Context(ProxyServer server, GridCredential? who) => new(new GridTlsClientOptions
    {
        Servers = new ChainJudge(new ChainValidationOptions { Purpose = ChainPurpose.Servers }, new CaDirectory(server.Grid.Authorities, server.Clock), server.Clock),
        Credential = who,
    });
}
