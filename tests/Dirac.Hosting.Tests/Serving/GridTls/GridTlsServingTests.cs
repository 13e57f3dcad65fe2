using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Dirac.Hosting.Serving.GridTls;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.GridTls;
using Dirac.Testing;
using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.Tests.Serving.GridTls;

public sealed class GridTlsServingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Https_StockClientWithUserCertificate_IsKnown(string version)
    {
        await using var server = await GridServer.StartAsync();
        using var user = server.User();
        using var client = Client(server, user);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Version = new Version(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };

        using var reply = await client.SendAsync(request, Cancellation);

        Assert.Equal($"https HTTP/{version.Replace("2.0", "2")} /DC=org/CN=Ann none good CN=Ann, DC=org", (await reply.Content.ReadAsStringAsync(Cancellation)).Replace("HTTP/2.0", "HTTP/2"));
    }

    [Fact]
    public async Task Https_StockClientWithoutCertificate_IsNobody()
    {
        await using var server = await GridServer.StartAsync();
        using var client = Client(server, null);

        Assert.StartsWith("https HTTP/1.1 nobody none good", await client.GetStringAsync("/", Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--http1.1", "--tls-max", "1.2")]
    [InlineData("--http1.1", "--tlsv1.3")]
    [InlineData("--http2", "--tlsv1.3")]
    public async Task Https_CurlWithProxy_IsKnown(params string[] options)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "curl is not installed.");
        await using var server = await GridServer.StartAsync();
        using var folder = new TempFolder();
        using var user = server.User();
        using var first = server.Proxy(user);
        using var second = server.Proxy(first);
        ProxyFile.Write(folder.File("proxy"), second);

        string[] call = ["-s", "--cacert", server.AuthorityFile, "--cert", folder.File("proxy"), "--key", folder.File("proxy"), .. options, $"https://localhost:{server.HttpsPort}/", "--connect-to", "localhost::127.0.0.1:"];
        using var curl = Process.Start(new ProcessStartInfo("curl", call) { RedirectStandardOutput = true })!;
        var output = await curl.StandardOutput.ReadToEndAsync(Cancellation);
        await curl.WaitForExitAsync(Cancellation);

        Assert.Contains(" /DC=org/CN=Ann demo_user good ", output, StringComparison.Ordinal);
        Assert.StartsWith(options[0] == "--http2" ? "https HTTP/2 " : "https HTTP/1.1 ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Https_ProxyExpiresDuringTheConnection_IsSeenAtTheNextRequest()
    {
        await using var server = await GridServer.StartAsync();
        using var user = server.User();
        using var proxy = server.Proxy(user, TimeSpan.FromMinutes(10));
        await using var stream = await ConnectAsync(server, server.HttpsPort, proxy);

        Assert.Contains("demo_user good", await AskAsync(stream), StringComparison.Ordinal);
        server.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Contains("demo_user Expired", await AskAsync(stream), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Echo_ConnectionHandler_WorksWithoutHttp_InBothDirections()
    {
        await using var server = await GridServer.StartAsync();
        using var user = server.User();
        using var proxy = server.Proxy(user);
        await using var stream = await ConnectAsync(server, server.EchoPort, proxy);
        var sent = new byte[3_000_000];
        new Span<byte>(sent)[..].Fill(7);
        sent[^1] = 9;

        var writing = stream.WriteAsync(sent, Cancellation).AsTask();
        var got = new byte[sent.Length];
        await stream.ReadExactlyAsync(got, Cancellation);
        await writing;

        Assert.True(sent.AsSpan().SequenceEqual(got));
    }

    [Fact]
    public async Task Echo_NoCertificateOrGarbage_IsLoggedOnceInOneLine()
    {
        await using var server = await GridServer.StartAsync();
        var refused = await Assert.ThrowsAsync<GridTlsException>(async () =>
        {
            await using var stream = await ConnectAsync(server, server.EchoPort, null);
            await stream.ReadExactlyAsync(new byte[1], Cancellation);
        });
        Assert.Equal("The peer refused: certificate required.", refused.Message);
        await server.Log.SeenAsync(5300, Cancellation);

        var entry = Assert.Single(server.Log.Entries, entry => entry.Id == 5300);
        Assert.Equal(LogLevel.Information, entry.Level);
        Assert.Matches(@"^TLS with 127\.0\.0\.1:\d+ was refused: The peer sent no certificate\.$", entry.Text);
        Assert.DoesNotContain(server.Log.Entries, other => other.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Echo_PeerThatIsSilent_IsGivenUp()
    {
        await using var server = await GridServer.StartAsync(GridTlsListening.Dips with { HandshakeTimeout = TimeSpan.FromMilliseconds(200) });
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.EchoPort, Cancellation);
        await socket.GetStream().WriteAsync(new byte[] { 0x16, 3, 1 }, Cancellation);

        Assert.Equal(0, await socket.GetStream().ReadAsync(new byte[1], Cancellation));
        await server.Log.SeenAsync(5300, Cancellation);
        Assert.Contains(server.Log.Entries, entry => entry.Text.EndsWith("The handshake took longer than 0.2 s.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Echo_PeerThatOnlyLooks_IsNotWorthALineOfTheLog()
    {
        await using var server = await GridServer.StartAsync();
        using (var socket = new TcpClient())
            await socket.ConnectAsync(IPAddress.Loopback, server.EchoPort, Cancellation);

        await server.Log.SeenAsync(5301, Cancellation);
        Assert.Equal(0, server.Log.Count(5300));
    }

    [Fact]
    public async Task HostCertificate_Renewed_IsPresentedToNewConnections_OldOnesGoOn()
    {
        await using var server = await GridServer.StartAsync();
        using var user = server.User();
        await using var old = await ConnectAsync(server, server.EchoPort, user);
        Assert.Equal("/DC=org/CN=first", old.Peer!.Identity.OneLine);

        server.WriteHost("second");
        server.Clock.Advance(GridTlsKeeper.CheckEvery);
        await using var fresh = await ConnectAsync(server, server.EchoPort, user);

        Assert.Equal("/DC=org/CN=second", fresh.Peer!.Identity.OneLine);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        await old.WriteAsync("old"u8.ToArray(), Cancellation);
        await old.ReadExactlyAsync(new byte[3], Cancellation);
    }

    [Fact]
    public async Task HostCertificate_NewOneUnusable_LeavesTheOldInForce_AndIsToldOnce()
    {
        await using var server = await GridServer.StartAsync();
        using var user = server.User();
        server.SpoilHostKey();

        for (var round = 0; round < 3; round++)
        {
            server.Clock.Advance(GridTlsKeeper.CheckEvery);
            await using var stream = await ConnectAsync(server, server.EchoPort, user);
            Assert.Equal("/DC=org/CN=first", stream.Peer!.Identity.OneLine);
        }

        Assert.Equal(1, server.Log.Count(5311));
    }

    private static async Task<GridTlsStream> ConnectAsync(GridServer server, int port, GridCredential? credential)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, Cancellation);
        var context = new GridTlsClientContext(new GridTlsClientOptions { Servers = server.Keeper.Servers, Credential = credential });
        return await GridTlsStream.AuthenticateAsClientAsync(new NetworkStream(socket, ownsSocket: true), context, GridServer.HostName, Cancellation);
    }

    private static async Task<string> AskAsync(GridTlsStream stream)
    {
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), Cancellation);
        var text = "";
        var buffer = new byte[4096];
        while (!text.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal) && !text.Contains("DC=org", StringComparison.Ordinal))
            text += System.Text.Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, Cancellation));
        return text;
    }

    private static HttpClient Client(GridServer server, GridCredential? user)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(server.Authority);
        var ssl = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        if (user is not null) ssl.ClientCertificateContext = SslStreamCertificateContext.Create(user.ToCertificate(), null, offline: true);
        return new HttpClient(new SocketsHttpHandler { SslOptions = ssl }) { BaseAddress = new Uri($"https://127.0.0.1:{server.HttpsPort}") };
    }
}
