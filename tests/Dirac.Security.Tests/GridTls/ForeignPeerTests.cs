using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Dirac.Security.Certificates.Validation;
using Dirac.Security.GridTls;
using Dirac.Security.Tests.Certificates;
using Dirac.Testing;

namespace Dirac.Security.Tests.GridTls;

/// <summary>Peers that are not ours: openssl s_client and .NET's own TLS.</summary>
public sealed class ForeignPeerTests
{
    private static readonly TlsBed Bed = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("-tls1_2", 1)]
    [InlineData("-tls1_3", 1)]
    [InlineData("-tls1_3", 3)]
    public async Task OpenSslClient_WithProxy_IsKnown(string version, int depth)
    {
        var chain = new List<Made> { Bed.Grid.User };
        for (var level = 0; level < depth; level++) chain.Insert(0, Bed.Grid.MakeProxy(chain[0]));

        var (accepted, _) = await OpenSslAsync(Bed.Server(isRequired: true), [.. chain], version);

        Assert.Equal(depth, Assert.Single(accepted)!.Depth);
    }

    [Theory]
    [InlineData("expired", "alert certificate expired")]
    [InlineData("revoked", "alert certificate revoked")]
    [InlineData("stranger", "alert unknown ca")]
    [InlineData("limited", "alert bad certificate")]
    public async Task OpenSslClient_Refused_SeesTheAlert(string kind, string alert)
    {
        var grid = Bed.Grid;
        var bed = new TlsBed();
        Made[] chain;
        switch (kind)
        {
            case "expired": chain = [grid.MakeProxy(grid.User, plan => plan.NotAfter = TestGrid.Now.AddMinutes(-1)), grid.User]; break;
            case "revoked":
                bed.Trust = grid.TrustWith(grid.MakeList([grid.User]));
                chain = [grid.MakeProxy(grid.User), grid.User];
                break;
            case "stranger": chain = [grid.MakeUser(authority: grid.MakeAuthority("Other CA", "other"))]; break;
            default:
                var limited = grid.MakeLimited(grid.User);
                chain = [grid.MakeProxy(limited), limited, grid.User];
                break;
        }

        foreach (var version in new[] { "-tls1_2", "-tls1_3" })
        {
            var (accepted, output) = await OpenSslAsync(bed.Server(), chain, version);

            Assert.Empty(accepted);
            Assert.Contains(alert, output, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task OpenSslClient_TriesToResume_IsJudgedInFullEachTime(string version)
    {
        using var folder = new TempFolder();
        var session = folder.File("session");
        var first = Bed.Grid.MakeProxy(Bed.Grid.User);
        Made[] chain = [Bed.Grid.MakeProxy(first), first, Bed.Grid.User];

        var (known, written) = await OpenSslAsync(Bed.Server(), chain, version, "-sess_out", session);
        Assert.Equal(2, Assert.Single(known)!.Depth);
        var again = File.Exists(session) ? new[] { "-sess_in", session } : [];
        var (knownAgain, output) = await OpenSslAsync(Bed.Server(), chain, [version, .. again]);
        var (reconnected, rest) = await OpenSslAsync(Bed.Server(), chain, version, "-reconnect");

        Assert.All(knownAgain.Concat(reconnected), peer => Assert.Equal(2, peer!.Depth));
        Assert.True(reconnected.Count > 1, rest);
        foreach (var text in new[] { written, output, rest }) Assert.DoesNotContain("Reused,", text, StringComparison.Ordinal);
        Assert.DoesNotContain("session ticket", written + output + rest, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task OpenSslClient_AsksForNewKeys_GetsThem_AndDataGoesOn()
    {
        OpenSsl.SkipWithout();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var process = Process.Start(new ProcessStartInfo("openssl", ["s_client", "-tls1_3", "-connect", listener.LocalEndpoint.ToString()!])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        await using var server = await GridTlsStream.AuthenticateAsServerAsync(
            new NetworkStream(await listener.AcceptSocketAsync(Cancellation), ownsSocket: true), Bed.Server(), Cancellation);
        var reading = process.StandardOutput.ReadToEndAsync(Cancellation);

        var hearing = server.ReadAsync(new byte[100], Cancellation).AsTask();
        await process.StandardInput.WriteAsync("K\n");
        await process.StandardInput.FlushAsync(Cancellation);
        while (await process.StandardError.ReadLineAsync(Cancellation) is { } line && !line.Contains("KEYUPDATE", StringComparison.Ordinal)) continue;
        await process.StandardInput.WriteAsync("hello\n");
        await process.StandardInput.FlushAsync(Cancellation);
        Assert.Equal(6, await hearing);
        await server.WriteAsync("answer under new keys\n"u8.ToArray(), Cancellation);
        await server.DisposeAsync();

        Assert.Contains("answer under new keys", await reading, StringComparison.Ordinal);
        await process.WaitForExitAsync(Cancellation);
    }

    [Fact]
    public async Task StockClient_WithoutCertificate_IsLetInOrTold()
    {
        var (there, here) = await TlsBed.ConnectAsync();
        var accepting = GridTlsStream.AuthenticateAsServerAsync(there, Bed.Server(), Cancellation);
        await using var stock = new SslStream(here);
        await stock.AuthenticateAsClientAsync(StockOptions(TlsBed.HostName), Cancellation);
        await using var server = await accepting;
        Assert.Null(server.Peer);

        await server.WriteAsync("hello"u8.ToArray(), Cancellation);
        Assert.Equal(5, await stock.ReadAsync(new byte[5], Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9\r\n")]
    public async Task Garbage_InsteadOfAHello_IsRefusedInOneSentence(string text)
    {
        var (there, here) = await TlsBed.ConnectAsync();
        await using var _ = here;
        var accepting = GridTlsStream.AuthenticateAsServerAsync(there, Bed.Server(), Cancellation);
        await here.WriteAsync(System.Text.Encoding.ASCII.GetBytes(text), Cancellation);
        here.Socket.Shutdown(SocketShutdown.Send);

        var failure = await Assert.ThrowsAsync<GridTlsException>(() => accepting);

        Assert.Equal(text.Length == 0 ? "The peer closed the connection during the handshake." : "The peer does not speak TLS.", failure.Message);
    }

    [Fact]
    public async Task RandomBytes_InsteadOfAHello_OnlyEverRefuse()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
#pragma warning disable RS0030 // A seed that is printed.
        var random = new Random(seed);
#pragma warning restore RS0030
        var server = Bed.Server();
        for (var round = 0; round < 300; round++)
        {
            var bytes = new byte[random.Next(1, 600)];
            random.NextBytes(bytes);
            // Most go a little further: the head of a handshake record with a ClientHello.
            if (round % 4 != 0 && bytes.Length > 9) new byte[] { 0x16, 3, 1, (byte)((bytes.Length - 5) >> 8), (byte)(bytes.Length - 5), 1, 0, (byte)((bytes.Length - 9) >> 8), (byte)(bytes.Length - 9) }.CopyTo(bytes, 0);
            using var inner = new OneWayStream(bytes);

            var failure = await Record.ExceptionAsync(() => GridTlsStream.AuthenticateAsServerAsync(inner, server, Cancellation));

            Assert.IsType<GridTlsException>(failure);
        }
    }

    internal static SslClientAuthenticationOptions StockOptions(string host)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(Bed.Grid.Authority.Der));
        return new SslClientAuthenticationOptions { TargetHost = host, CertificateChainPolicy = policy };
    }

    // s_client against a server of ours that says one line and closes; returns whom it let in, and all that s_client said.
    private static async Task<(List<GridPeer?> Accepted, string Output)> OpenSslAsync(GridTlsServerContext server, Made[] chain, params string[] options)
    {
        OpenSsl.SkipWithout();
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("proxy"), chain[0].Pem + chain[0].KeyPem + string.Concat(chain.Skip(1).Select(above => above.Pem)), Cancellation);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepted = new List<GridPeer?>();
        using var stop = new CancellationTokenSource();
        var serving = ServeAsync(listener, server, accepted, stop.Token);

        string[] call = ["s_client", "-connect", listener.LocalEndpoint.ToString()!, "-cert", folder.File("proxy"), "-key", folder.File("proxy"), "-cert_chain", folder.File("proxy"), .. options];
        using var process = Process.Start(new ProcessStartInfo("openssl", call) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(Cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        await stop.CancelAsync();
        await serving;
        return (accepted, output + await errors);
    }

    private static async Task ServeAsync(TcpListener listener, GridTlsServerContext server, List<GridPeer?> accepted, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var inner = new NetworkStream(await listener.AcceptSocketAsync(stop), ownsSocket: true);
                try
                {
                    await using var stream = await GridTlsStream.AuthenticateAsServerAsync(inner, server, stop);
                    accepted.Add(stream.Peer);
                    await stream.WriteAsync("known\n"u8.ToArray(), stop);
                }
                catch (GridTlsException refused)
                {
                    TestContext.Current.SendDiagnosticMessage(refused.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    /// <summary>Gives bytes, then the end; takes whatever is written.</summary>
    private sealed class OneWayStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanWrite => true;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}
