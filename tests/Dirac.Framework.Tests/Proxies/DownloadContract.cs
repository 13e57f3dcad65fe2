using Dirac.Framework.Proxies;
using Dirac.Framework.Tests.Support;
using Dirac.Persistence;
using Dirac.Security.Calls;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.Identities;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Framework.Tests.Proxies;

public sealed class DownloadSqlite() : DownloadContract(Engine.Sqlite);

public sealed class DownloadMySql() : DownloadContract(Engine.MySql);

public abstract class DownloadContract(Engine engine) : ProxyManagerContract(engine)
{
    [Fact]
    public async Task GetProxy_FullDelegation_IsFullWithTheGroupAndHalfAsLongAgain()
    {
        await Server.UploadAsync(Server.Ann, Server.Ann);

        using var taken = await TakeAsync(Server.Service, "demo_full", Ann, "demo_user");

        Assert.Equal(("demo_user", false), (taken.Group, taken.IsLimited));
        Assert.InRange(taken.ExpiresAt - Server.Clock.GetUtcNow(), TimeSpan.FromSeconds(5395), TimeSpan.FromSeconds(5400));
        Assert.Equal(Ann, Whoami(await Server.CallAsync(taken, "", "whoami")));
    }

    [Fact]
    public async Task GetProxy_LimitedDelegation_IsLimited()
    {
        await Server.UploadAsync(Server.Ann, Server.Ann);

        using var taken = await TakeAsync(Server.Service, "demo_limited", Ann, "demo_user");

        Assert.True(taken.IsLimited);
    }

    [Fact]
    public async Task GetProxy_PrivateLimitedDelegation_IsOnesOwnAndForSuchGroups()
    {
        await Server.UploadAsync(Server.Ann, Server.Ann);
        var request = DelegationRequest.Create().RequestPem;

        using var taken = await TakeAsync(Server.Ann, "demo_private", Ann, "demo_private");

        Assert.True(taken.IsLimited);
        Refused(await Server.CallAsync(Server.Bob, "demo_private", "getProxy", Ann, "demo_private", request, 600), 0, "You are not allowed to download any proxy");
        Refused(await Server.CallAsync(Server.Ann, "demo_private", "getProxy", Ann, "demo_user", request, 600), 0, "You can't download proxies for that group");
        Refused(await Server.CallAsync(Server.Ann, "demo_user", "getProxy", Ann, "demo_user", request, 600), 1111, "Unauthorized query");
    }

    [Fact]
    public async Task GetProxy_Impossible_SaysWhyInDiracsWords()
    {
        var request = DelegationRequest.Create().RequestPem;
        await Server.UploadAsync(Server.Ann, Server.Ann, TimeSpan.FromHours(5));

        Refused(await AskAsync(Bob, "demo_user", 600), 1101, $"Can't get proxy for 600 seconds: {Bob}@demo_user has no proxy registered, try to generate new; Cannot generate proxy: No proxy providers found for \"{Bob}\"");
        Refused(await AskAsync(Ann, "demo_user", 20_000), 1101, $"Cannot generate proxy: No proxy providers found for \"{Ann}\"");
        Refused(await AskAsync(Ann, "demo_full", 600), 1101, "Cannot generate proxy: Invalid group demo_full for user");
        Refused(await AskAsync("/O=Grid/CN=nobody", "demo_user", 600), 1101, "Cannot generate proxy: No username found for dn /O=Grid/CN=nobody");
        Refused(await AskAsync(Ann, "demo_kept", 600), 0, "\"demo_kept\" group is disable to download.");
        Refused(await Server.CallAsync(Server.Service, "demo_full", "getProxy", Ann, "demo_user", "no request", 600), 1100, "no PKCS #10 request");
        Refused(await AskAsync(Ann, "demo_user", long.MinValue), 1100, "lifetime");
        Good(await AskAsync(Ann, "demo_user", 600));

        Task<Wire.Replies.RpcReply> AskAsync(string dn, string group, long seconds) => Server.CallAsync(Server.Service, "demo_full", "getProxy", dn, group, request, seconds);
    }

    [Fact]
    public async Task GetProxy_RowOfTheSameNameInOtherLetters_IsNotUsed()
    {
        await Server.UploadAsync(Server.Bob, Server.Bob);
        await Server.Database.WriteAsync((session, token) => session.ExecuteAsync("UPDATE {ProxyDB_CleanProxies} SET UserDN = @Ann", new { Ann }, token), Token);

        var reply = await Server.CallAsync(Server.Service, "demo_full", "getProxy", Ann, "demo_user", DelegationRequest.Create().RequestPem, 600);

        Refused(reply, 1101, "has no proxy registered that can be used");
    }

    [Fact]
    public async Task GetProxy_CertificateRevokedSince_RemovesTheProxy()
    {
        await Server.UploadAsync(Server.Ann, Server.Ann);
        Server.Grid.Revoke(Server.Ann);
        Server.Clock.Advance(TimeSpan.FromMinutes(6));

        var reply = await Server.CallAsync(Server.Service, "demo_full", "getProxy", Ann, "demo_user", DelegationRequest.Create().RequestPem, 600);

        Refused(reply, 1101, $"{Ann}@demo_user has no proxy registered");
        Assert.Equal(0, await CountAsync("ProxyDB_CleanProxies"));
    }

    [Fact]
    public async Task GetVOMSProxy_AsksOnceAndKeeps()
    {
        await Server.UploadAsync(Server.Ann, Server.Ann);
        var request = DelegationRequest.Create();

        for (var time = 0; time < 2; time++)
        {
            var chain = Good(await Server.CallAsync(Server.Service, "demo_limited", "getVOMSProxy", Ann, "demo_voms", request.RequestPem, 3600, default)).AsText();
            using var taken = DelegationRequest.TryComplete(request.ToPem(), chain)!;
            Assert.Equal(("demo_voms", true), (taken.Group, taken.IsLimited));
        }

        Assert.Equal([("demo", "/demo/Role=production")], Server.Voms.Asked);
        Good(await Server.CallAsync(Server.Service, "demo_limited", "getVOMSProxy", Ann, "demo_voms", request.RequestPem, 3600, "/demo/Role=other"));
        Good(await Server.CallAsync(Server.Service, "demo_limited", "getVOMSProxy", Ann, "demo_voms", request.RequestPem, 100_000, default));
        Assert.Equal(3, Server.Voms.Asked.Count);
    }

    [Fact]
    public async Task GetVOMSProxy_Impossible_SaysWhy()
    {
        var request = DelegationRequest.Create().RequestPem;
        Refused(await Server.CallAsync(Server.Service, "demo_full", "getVOMSProxy", Ann, "demo_user", request, 600, false), 0, "No mapping defined for group demo_user in the CS");
        Refused(await Server.CallAsync(Server.Service, "demo_full", "getVOMSProxy", Ann, "demo_voms", request, 600, default), 1101, "has no proxy registered");

        await Server.UploadAsync(Server.Ann, Server.Ann);
        Server.Voms.Refusal = "the VOMS server is asleep";
        Refused(await Server.CallAsync(Server.Service, "demo_full", "getVOMSProxy", Ann, "demo_voms", request, 600, default), 1121, "the VOMS server is asleep");
        Refused(await Server.CallAsync(Server.Service, "demo_full", "getVOMSProxy", Ann, "demo_user", request, 600, "/demo"), 1121, "No vo specified");
    }

    [Fact]
    public async Task GetLogContents_TellsWhoTookWhat()
    {
        await Server.UploadAsync(Server.Ann, Server.Ann);
        using var taken = await TakeAsync(Server.Service, "demo_limited", Ann, "demo_user");

        var log = Good(await LogAsync(Wire.Values.WireValue.Dict(("IssuerGroup", Wire.Values.WireValue.List("demo_limited"))))).AsDict();

        Assert.Equal((1L, 1), (log["TotalRecords"].AsInt64(), log["Records"].AsList().Length));
        Assert.Equal(
            ["download proxy", TestGrid.DnOf("service"), "demo_limited", Ann, "demo_user"],
            log["Records"].AsList().Span[0].AsList().ToArray().Take(5).Select(value => value.AsText()));
        Assert.Equal(2, Good(await LogAsync(Wire.Values.WireValue.Dict(("afterDate", "2001-01-01")), 1)).AsDict()["TotalRecords"].AsInt64());
        Assert.Equal(0, Good(await LogAsync(Wire.Values.WireValue.Dict(("beforeDate", "2001-01-01")))).AsDict()["TotalRecords"].AsInt64());
        Refused(await LogAsync(Wire.Values.WireValue.Dict(("1=1 --", "x"))), 0, "Unknown column");
        Refused(await Server.CallAsync(Server.Ann, "demo_user", "getLogContents", Wire.Values.WireValue.Dict(), Wire.Values.WireValue.List(), 0, 0), 1111, "Unauthorized query");

        Task<Wire.Replies.RpcReply> LogAsync(Wire.Values.WireValue selection, long limit = 0) => Server.CallAsync(
            Server.Manager, "demo_manager", "getLogContents", selection, Wire.Values.WireValue.List(Wire.Values.WireValue.List("Timestamp", "DESC")), 0, limit);
    }

    [Fact]
    public async Task FetchPayloadProxy_IsLimitedWithTheGroupsAttribute()
    {
        await Server.UploadAsync(Server.Ann, Server.Ann);
        var request = new PayloadProxyRequest(DelegationRequest.Create().RequestPem, TimeSpan.FromHours(2));
        var pilot = new GridCaller { Dn = "/CN=pilot", UserName = "pilot", Group = "", Vo = "demo", Properties = PropertySet.Empty, ShownProperties = [] };
        var fetch = Server.Services.GetRequiredService<FetchPayloadProxy>();

        Assert.IsType<ProxyOutcome.Given>(await fetch.GetAsync(pilot, "ann", "demo_user", request, Token));
        Assert.Empty(Server.Voms.Asked);
        Assert.IsType<ProxyOutcome.Given>(await fetch.GetAsync(pilot, "ann", "demo_voms", request, Token));
        Assert.Single(Server.Voms.Asked);
        Assert.Equal(1101, Assert.IsType<ProxyOutcome.Refused>(await fetch.GetAsync(pilot, "bob", "demo_user", request, Token)).Errno);
        Assert.Equal("No DN found for user nobody", Assert.IsType<ProxyOutcome.Refused>(await fetch.GetAsync(pilot, "nobody", "demo_user", request, Token)).Reason);
    }

    private static string Whoami(Wire.Replies.RpcReply reply) => Good(reply).AsDict()["DN"].AsText();
}
