using Dirac.Framework.Tests.Support;
using Dirac.Model.Errors;
using Dirac.Persistence;

namespace Dirac.Framework.Tests.Proxies;

public sealed class ServedServicesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_ServiceThatIsNotToBeServed_IsNotUpOnThePortsOfOthers()
    {
        await using var server = await ProxyServer.StartAsync(Engine.Sqlite);
        using var client = RefusedCertificateTests.Client(server, server.Ann);

        var overDips = await client.CallAsync(server.Url.Replace("Framework/ProxyManager", "Test/Aside", StringComparison.Ordinal), "ping", [], Cancellation);
        var overHttps = await Assert.ThrowsAsync<DiracException>(() =>
            client.CallAsync(server.HttpsUrl.Replace("Framework/TornadoProxyManager", "Test/Aside", StringComparison.Ordinal), "ping", [], Cancellation));

        Assert.Equal("Test/Aside is not up in this server", overDips.Message);
        Assert.Contains("404", overHttps.Message, StringComparison.Ordinal);
        Assert.True((await client.CallAsync(server.Url, "ping", [], Cancellation)).IsOk);
        Assert.True((await client.CallAsync(server.HttpsUrl, "ping", [], Cancellation)).IsOk);
    }
}
