using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Dirac.Security.Certificates.Validation;
using Dirac.Security.GridTls;
using Dirac.Security.Tests.Certificates;

namespace Dirac.Security.Tests.GridTls;

/// <summary>That we accept proxies of clients makes no TLS client in this process accept one of a server.</summary>
public sealed class OutgoingTrustTests
{
    private const string Victim = "victim.example.org";
    private static readonly TlsBed Bed = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StockClients_ServerWithAProxyNamedLikeTheVictim_Refuse()
    {
        await UseProxiesAsync();
        var attacker = Attacker();

        var direct = await AttackAsync(attacker, async inner =>
        {
            await using var stream = new SslStream(inner);
            await stream.AuthenticateAsClientAsync(ForeignPeerTests.StockOptions(Victim), Cancellation);
        });
        var overHttp = await AttackAsync(attacker, async inner =>
        {
            using var handler = new SocketsHttpHandler { SslOptions = ForeignPeerTests.StockOptions(Victim), ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(inner) };
            using var client = new HttpClient(handler);
            await client.GetAsync($"https://{Victim}/", Cancellation);
        });
        var ours = await AttackAsync(attacker, inner => GridTlsStream.AuthenticateAsClientAsync(inner, Bed.Client(false), Victim, Cancellation));

        // Refused by the check of the chain, not because something else was wrong: .NET has no word for "a proxy", and throws.
        Assert.True(direct is AuthenticationException or System.Security.Cryptography.CryptographicException, $"{direct}");
        Assert.True(overHttp is HttpRequestException or System.Security.Cryptography.CryptographicException, $"{overHttp}");
        Assert.Equal(ChainFault.ProxyAsServer, Assert.IsType<GridTlsException>(ours).Fault);
    }

    [Fact]
    public async Task StockClient_SameServerWithAHostCertificate_Accepts()
    {
        await UseProxiesAsync();

        var failure = await AttackAsync(Bed.ServerWith(Bed.MakeHost(dns: Victim)), async inner =>
        {
            await using var stream = new SslStream(inner);
            await stream.AuthenticateAsClientAsync(ForeignPeerTests.StockOptions(Victim), Cancellation);
        });

        Assert.Null(failure);
    }

    // Whatever there might be to switch on is on afterwards.
    private static async Task UseProxiesAsync()
    {
        var (server, client) = await TlsBed.ShakeAsync(Bed.Server(), Bed.Client(false, Bed.Grid.MakeProxy(Bed.Grid.User), Bed.Grid.User));
        Assert.True(server.Peer!.IsProxy);
        await server.DisposeAsync();
        await client.DisposeAsync();
    }

    private static GridTlsServerContext Attacker()
    {
        var host = Bed.MakeHost(dns: null);
        var proxy = Bed.Grid.MakeProxy(host, plan =>
        {
            plan.Subject = TestName.Append(host.Subject, TestName.Rdn(TestName.Cn, Victim));
            // Good by the real clock, which .NET's own clients look at: nothing but its being a proxy must stand in the way.
            plan.NotAfter = TestGrid.Now.AddYears(4);
        });
        return Bed.ServerWithChain([proxy, host]);
    }

    private static async Task<Exception?> AttackAsync(GridTlsServerContext attacker, Func<NetworkStream, Task> connectAsync)
    {
        var (there, here) = await TlsBed.ConnectAsync();
        var serving = Record.ExceptionAsync(async () =>
        {
            await using var stream = await GridTlsStream.AuthenticateAsServerAsync(there, attacker, Cancellation);
            // Whoever is deceived gets an answer: the test then fails instead of waiting.
            while (await stream.ReadAsync(new byte[4096], Cancellation) > 0)
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), Cancellation);
        });
        var failure = await Record.ExceptionAsync(() => connectAsync(here));
        await here.DisposeAsync();
        await serving;
        return failure;
    }
}
