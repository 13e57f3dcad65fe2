using System.Net;
using System.Net.Sockets;
using Dirac.Framework.Tests.Support;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.GridTls;

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
        using var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = async (context, stop) => await ConnectAsync(server, context.DnsEndPoint, stop) });
        // The connections are encrypted already, and the stock handler would expect the alias in the certificate.
        var address = new UriBuilder(server.HttpsUrl) { Scheme = "http", Path = path }.Uri;
        using var request = new HttpRequestMessage(new HttpMethod(method), address) { Headers = { Host = "alias.example.org" } };
        if (method == "POST") request.Content = new FormUrlEncodedContent([new("method", "ping")]);

        using var reply = await client.SendAsync(request, Cancellation);

        Assert.Equal(status, reply.StatusCode);
    }

    private static async Task<Stream> ConnectAsync(ProxyServer server, DnsEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address, cancellationToken);
        return await GridTlsStream.AuthenticateAsClientAsync(new NetworkStream(socket, ownsSocket: true), RefusedCertificateTests.Context(server, null), "localhost", cancellationToken);
    }
}
