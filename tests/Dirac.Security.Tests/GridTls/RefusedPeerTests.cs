using Dirac.Security.Certificates.Validation;
using Dirac.Security.GridTls;
using Dirac.Security.Tests.Certificates;

namespace Dirac.Security.Tests.GridTls;

public sealed class RefusedPeerTests
{
    private static readonly TlsBed Bed = new();

    public static TheoryData<string, ChainFault, string> Kinds() => new()
    {
        { "expired", ChainFault.Expired, "certificate expired" },
        { "expired user", ChainFault.Expired, "certificate expired" },
        { "future", ChainFault.NotYetValid, "bad certificate" },
        { "revoked", ChainFault.Revoked, "certificate revoked" },
        { "stranger", ChainFault.AuthorityUnknown, "unknown CA" },
        { "server only", ChainFault.NotForClients, "unsupported certificate" },
        { "independent", ChainFault.PolicyNotAccepted, "bad certificate" },
        { "not critical", ChainFault.ProxyCertInfoNotCritical, "bad certificate" },
        { "full of limited", ChainFault.FullProxyOfLimited, "bad certificate" },
        { "without issuer", ChainFault.ProxyIssuerMissing, "bad certificate" },
        { "wrong name", ChainFault.SubjectNotUnderIssuer, "bad certificate" },
        { "forged", ChainFault.SignatureInvalid, "bad certificate" },
        { "path length", ChainFault.PathLengthExceeded, "bad certificate" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Server_ClientNotAcceptable_SaysWhy_AndTheAlertArrives(string kind, ChainFault fault, string alert)
    {
        foreach (var isTls12 in new[] { true, false })
        {
            var bed = new TlsBed();
            var chain = Make(bed, kind);

            var (refused, heard) = await TlsBed.RefuseAsync(bed.Server(), bed.Client(isTls12, chain));

            Assert.Equal(fault, refused.Fault);
            Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
            Assert.Equal($"The peer refused: {alert}.", heard.Message, ignoreCase: true);
            Assert.True(heard.RefusedByPeer);
        }
    }

    [Theory]
    [InlineData("expired", ChainFault.Expired)]
    [InlineData("future", ChainFault.NotYetValid)]
    [InlineData("stranger", ChainFault.AuthorityUnknown)]
    [InlineData("client only", ChainFault.NotForServers)]
    [InlineData("other host", ChainFault.WrongHost)]
    [InlineData("proxy", ChainFault.ProxyAsServer)]
    [InlineData("proxy named like the host", ChainFault.ProxyAsServer)]
    [InlineData("issued by a user", ChainFault.ProxyCertInfoMissing)]
    [InlineData("revoked", ChainFault.Revoked)]
    public async Task Client_ServerNotAcceptable_Refuses(string kind, ChainFault fault)
    {
        var bed = new TlsBed();
        var host = MakeServer(bed, kind);

        var heard = await ServerHearsAsync(bed, bed.ServerWithChain(host), bed.Client(false));

        Assert.Equal(fault, heard.Fault);
    }

    [Theory]
    [InlineData("stranger", null)]
    [InlineData("proxy", ChainFault.ProxyAsServer)]
    [InlineData("other host", ChainFault.WrongHost)]
    [InlineData("expired", ChainFault.Expired)]
    public async Task Client_SkipsAuthorityCheck_ChecksTheRest(string kind, ChainFault? fault)
    {
        var bed = new TlsBed();
        var client = bed.ClientWith(options => options with { SkipAuthorityCheck = true });
        var server = bed.ServerWithChain(MakeServer(bed, kind));

        if (fault is not null)
        {
            Assert.Equal(fault, (await ServerHearsAsync(bed, server, client)).Fault);
            return;
        }

        var (there, here) = await TlsBed.ShakeAsync(server, client);
        await using var _ = there;
        await using var __ = here;
        Assert.Null(here.Peer);
        Assert.NotEmpty(here.PeerCertificates);
    }

    [Theory]
    [InlineData(null, TlsBed.HostName, true)]
    [InlineData("10.1.2.3", "10.1.2.3", true)]
    [InlineData("10.1.2.3", "10.1.2.4", false)]
    [InlineData("*.testgrid.org", "any.testgrid.org", true)]
    [InlineData("*.testgrid.org", "a.b.testgrid.org", false)]
    [InlineData(TlsBed.HostName, "DIRAC.testgrid.org.", true)]
    public async Task Client_HostNames_AreCompared(string? dns, string host, bool isAccepted)
    {
        var made = Bed.MakeHost(dns: dns);
        if (isAccepted)
        {
            var (there, here) = await TlsBed.ShakeAsync(Bed.ServerWith(made), Bed.Client(false), host);
            await there.DisposeAsync();
            await here.DisposeAsync();
            return;
        }

        Assert.Equal(ChainFault.WrongHost, (await ServerHearsAsync(Bed, Bed.ServerWith(made), Bed.Client(false), host)).Fault);
    }

    private static async Task<GridTlsException> ServerHearsAsync(
        TlsBed bed, GridTlsServerContext server, GridTlsClientContext client, string host = TlsBed.HostName)
    {
        var (there, here) = await TlsBed.ConnectAsync();
        var hearing = Assert.ThrowsAsync<GridTlsException>(
            () => GridTlsStream.AuthenticateAsServerAsync(there, server, TlsBed.Cancellation));
        var refused = await Assert.ThrowsAsync<GridTlsException>(
            () => GridTlsStream.AuthenticateAsClientAsync(here, client, host, TlsBed.Cancellation));
        Assert.StartsWith("The peer refused: ", (await hearing).Message, StringComparison.Ordinal);
        return refused;
    }

    private static Made[] Make(TlsBed bed, string kind)
    {
        var grid = bed.Grid;
        switch (kind)
        {
            case "expired": return [grid.MakeProxy(grid.User, plan => plan.NotAfter = TestGrid.Now.AddMinutes(-1)), grid.User];
            case "expired user": return [grid.MakeUser(plan => plan.NotAfter = TestGrid.Now.AddMinutes(-1))];
            case "future": return [grid.MakeProxy(grid.User, plan => plan.NotBefore = TestGrid.Now.AddMinutes(1)), grid.User];
            case "revoked":
                bed.Trust = grid.TrustWith(grid.MakeList([grid.User]));
                return [grid.MakeProxy(grid.User), grid.User];
            case "stranger": return [grid.MakeUser(authority: grid.MakeAuthority("Other CA", "other"))];
            case "server only": return [grid.MakeUser(plan => { plan.Others.Clear(); plan.AddPurpose("1.3.6.1.5.5.7.3.1"); })];
            case "independent": return [grid.MakeProxy(grid.User, plan => plan.Language = "1.3.6.1.5.5.7.21.2"), grid.User];
            case "not critical": return [grid.MakeProxy(grid.User, plan => plan.IsProxyInfoCritical = false), grid.User];
            case "full of limited":
                var limited = grid.MakeLimited(grid.User);
                return [grid.MakeProxy(limited), limited, grid.User];
            case "without issuer": return [grid.MakeProxy(grid.User)];
            case "wrong name": return [grid.MakeProxy(grid.User, plan => plan.Subject = TestGrid.NameOf("Eve")), grid.User];
            case "forged": return [grid.MakeProxy(grid.User, plan => plan.SigningKey = TestKeys.Get("eve", isEc: true)), grid.User];
            case "path length":
                var first = grid.MakeProxy(grid.User, plan => plan.PathLength = 0);
                return [grid.MakeProxy(first), first, grid.User];
            default: throw new ArgumentException(kind);
        }
    }

    private static Made[] MakeServer(TlsBed bed, string kind)
    {
        var grid = bed.Grid;
        switch (kind)
        {
            case "expired": return [bed.MakeHost(plan => plan.NotAfter = TestGrid.Now.AddMinutes(-1))];
            case "future": return [bed.MakeHost(plan => plan.NotBefore = TestGrid.Now.AddMinutes(1))];
            case "stranger":
                var stranger = grid.MakeAuthority("Other CA", "other");
                return [bed.MakeHost(plan => (plan.Issuer, plan.SigningKey) = (stranger.Subject, stranger.Key))];
            case "client only": return [bed.MakeHost(plan => { plan.Others.Clear(); plan.AddPurpose("1.3.6.1.5.5.7.3.2"); plan.Others.Add(TlsBed.AlternativeNames(TlsBed.HostName)); })];
            case "other host": return [bed.MakeHost(dns: "other.testgrid.org")];
            case "proxy": return [grid.MakeProxy(bed.Host), bed.Host];
            case "proxy named like the host":
                var other = bed.MakeHost(plan => plan.Subject = TestGrid.NameOf("other.testgrid.org"), dns: null);
                return [grid.MakeProxy(other, plan => plan.Subject = TestName.Append(other.Subject, TestName.Rdn(TestName.Cn, TlsBed.HostName))), other];
            case "issued by a user": return [bed.MakeHost(plan => (plan.Issuer, plan.SigningKey) = (grid.User.Subject, grid.User.Key)), grid.User];
            case "revoked":
                bed.Trust = grid.TrustWith(grid.MakeList([bed.Host]));
                return [bed.Host];
            default: throw new ArgumentException(kind);
        }
    }
}
