using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
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

    [Theory]
    [InlineData("POST", "/Framework/TornadoProxyManager", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/Framework/TornadoProxyManager", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/.well-known/dirac-metadata", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/health/live", HttpStatusCode.NotFound)]
    public async Task Request_OnAPortOfTheGrid_ReachesServicesAlone_UnderAnyNameOfTheHost(string method, string path, HttpStatusCode status)
    {
        await using var server = await ProxyServer.StartAsync(Engine.Sqlite);
        using var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(server.Grid.Authorities, "test.pem"));
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority);
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } });
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(new Uri(server.HttpsUrl), path)) { Headers = { Host = "alias.example.org" } };
        if (method == "POST") request.Content = new FormUrlEncodedContent([new("method", "ping")]);

        using var reply = await client.SendAsync(request, Cancellation);

        Assert.Equal(status, reply.StatusCode);
    }
}
