using System.Security.Authentication;
using System.Text;
using Dirac.Security.Certificates.Validation;
using Dirac.Security.GridTls;
using Dirac.Security.Tests.Certificates;

namespace Dirac.Security.Tests.GridTls;

public sealed class HandshakeTests
{
    private static readonly TlsBed Ec = new();
    private static readonly TlsBed Rsa = new(isEc: false);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<bool, bool, int> Chains()
    {
        var data = new TheoryData<bool, bool, int>();
        foreach (var isEc in new[] { true, false })
        foreach (var isTls12 in new[] { true, false })
        foreach (var depth in new[] { 0, 1, 2, 3 })
            data.Add(isEc, isTls12, depth);
        return data;
    }

    [Theory]
    [MemberData(nameof(Chains))]
    public async Task Handshake_UserOrProxy_BothKnowTheOther(bool isEc, bool isTls12, int depth)
    {
        var bed = isEc ? Ec : Rsa;
        var chain = new List<Made> { bed.Grid.User };
        for (var level = 0; level < depth; level++) chain.Insert(0, bed.Grid.MakeProxy(chain[0], plan => plan.Group = level == 0 ? "demo_user" : null));

        var (server, client) = await TlsBed.ShakeAsync(bed.Server(isRequired: true), bed.Client(isTls12, [.. chain]));
        await using var _ = server;
        await using var __ = client;

        Assert.Equal("/DC=org/DC=testgrid/CN=Ann", server.Peer!.Identity.OneLine);
        Assert.Equal(depth, server.Peer.Depth);
        Assert.Equal(depth > 0 ? "demo_user" : null, server.Peer.Group);
        Assert.Equal(chain.Select(made => Convert.ToHexString(made.Der)), server.PeerCertificates.Select(der => Convert.ToHexString(der.Span)));
        Assert.Equal(bed.Trust.Version, server.Peer.TrustVersion);
        Assert.Equal($"/DC=org/DC=testgrid/CN={TlsBed.HostName}", client.Peer!.Identity.OneLine);
        Assert.Equal(isTls12 ? SslProtocols.Tls12 : SslProtocols.Tls13, server.Protocol);
        Assert.Equal(client.CipherSuite, server.CipherSuite);
        Assert.Equal(TlsBed.HostName, server.ServerName);
        await EchoAsync(client, server, "from the client");
        await EchoAsync(server, client, "from the server");
    }

    [Fact]
    public async Task Handshake_LimitedProxy_IsKnownAsLimited()
    {
        var limited = Ec.Grid.MakeLimited(Ec.Grid.User);

        var (server, client) = await TlsBed.ShakeAsync(Ec.Server(), Ec.Client(false, limited, Ec.Grid.User));
        await using var _ = server;
        await using var __ = client;

        Assert.True(server.Peer!.IsLimited);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Handshake_NoCertificate_PassesUnlessRequired(bool isTls12)
    {
        var (server, client) = await TlsBed.ShakeAsync(Ec.Server(), Ec.Client(isTls12));
        await using var _ = server;
        await using var __ = client;
        Assert.Null(server.Peer);
        Assert.Empty(server.PeerCertificates);

        var (refused, heard) = await TlsBed.RefuseAsync(Ec.Server(isRequired: true), Ec.Client(isTls12));
        Assert.Equal("The peer sent no certificate.", refused.Message);
        Assert.Equal(isTls12 ? "The peer refused: handshake failure." : "The peer refused: certificate required.", heard.Message, ignoreCase: true);
    }

    [Fact]
    public async Task Handshake_ApplicationProtocols_ServersPreferenceWins()
    {
        var client = Ec.ClientWith(options => options with { ApplicationProtocols = ["http/1.1", "h2"] });

        var (server, other) = await TlsBed.ShakeAsync(Ec.Server(false, "h2", "http/1.1"), client);
        await using var _ = server;
        await using var __ = other;

        Assert.Equal("h2", Encoding.ASCII.GetString(server.ApplicationProtocol.Span));
        Assert.Equal("h2", Encoding.ASCII.GetString(other.ApplicationProtocol.Span));
    }

    [Fact]
    public async Task Handshake_NoCommonApplicationProtocol_IsRefused()
    {
        var client = Ec.ClientWith(options => options with { ApplicationProtocols = ["spdy/3"] });

        var (_, heard) = await TlsBed.RefuseAsync(Ec.Server(false, "h2"), client);

        Assert.Equal("The peer refused: no application protocol.", heard.Message);
    }

    [Fact]
    public async Task Handshake_ClientOffersNoApplicationProtocol_Passes()
    {
        var (server, client) = await TlsBed.ShakeAsync(Ec.Server(false, "h2"), Ec.Client(false));
        await using var _ = server;
        await using var __ = client;

        Assert.True(server.ApplicationProtocol.IsEmpty);
    }

    [Fact]
    public void Judge_OfClients_IsNoJudgeOfServers() =>
        Assert.Throws<InvalidOperationException>(() => Ec.Judge(ChainPurpose.Clients).JudgeServer([Ec.Host.Der], TlsBed.HostName));

    private static async Task EchoAsync(GridTlsStream from, GridTlsStream to, string text)
    {
        await from.WriteAsync(Encoding.UTF8.GetBytes(text), Cancellation);
        var buffer = new byte[100];
        Assert.Equal(0, await to.ReadAsync(Memory<byte>.Empty, Cancellation));
        var count = await to.ReadAsync(buffer, Cancellation);
        Assert.Equal(text, Encoding.UTF8.GetString(buffer, 0, count));
    }
}
