using Dirac.Framework.Tests.Support;
using Dirac.Persistence;
using Dirac.Security.Certificates.Proxies;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Framework.Tests.Proxies;

/// <summary>A running service, called over dips with certificates, on each engine.</summary>
public abstract class ProxyManagerContract(Engine engine) : IAsyncLifetime
{
    private ProxyServer? _server;

    internal ProxyServer Server => _server!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected static string Ann => TestGrid.DnOf("ann");

    protected static string Bob => TestGrid.DnOf("bob");

    public async ValueTask InitializeAsync() => _server = await ProxyServer.StartAsync(engine);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal static void Refused(RpcReply reply, int errno, string text)
    {
        Assert.False(reply.IsOk);
        Assert.Contains(text, reply.Message, StringComparison.Ordinal);
        Assert.Equal(errno, reply.Errno);
    }

    internal static WireValue Good(RpcReply reply)
    {
        Assert.True(reply.IsOk, reply.Message);
        return reply.Value;
    }

    /// <summary>Takes a proxy by getProxy, with a key of the requester.</summary>
    internal async Task<GridCredential> TakeAsync(GridCredential who, string group, string dn, string wanted, long seconds = 3600)
    {
        var request = DelegationRequest.Create();
        var chain = Good(await Server.CallAsync(who, group, "getProxy", dn, wanted, request.RequestPem, seconds)).AsText();
        Assert.DoesNotContain("PRIVATE KEY", chain, StringComparison.Ordinal);
        return DelegationRequest.TryComplete(request.ToPem(), chain)!;
    }

    internal Task<long> CountAsync(string table) => Server.Database.ReadAsync((session, token) => session.ScalarAsync<long>($"SELECT COUNT(*) FROM {{{table}}}", null, token), Token);
}
