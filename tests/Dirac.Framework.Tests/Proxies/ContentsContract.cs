using Dirac.Framework.Proxies;
using Dirac.Persistence;
using Dirac.Wire.Values;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Framework.Tests.Proxies;

public sealed class ContentsSqlite() : ContentsContract(Engine.Sqlite);

public sealed class ContentsMySql() : ContentsContract(Engine.MySql);

public abstract class ContentsContract(Engine engine) : ProxyManagerContract(engine)
{
    [Fact]
    public async Task Contents_AreOnesOwnUnlessOneManagesProxies()
    {
        await Server.UploadAsync(Server.Ann, Server.Ann);
        await Server.UploadAsync(Server.Bob, Server.Bob, TimeSpan.FromDays(1));

        Assert.Equal([Ann], await DnsAsync("getContents", Server.Ann, "demo_user", WireValue.Dict(), WireValue.List(), 0, 0));
        Assert.Equal([Bob, Ann], await DnsAsync("getContents", Server.Manager, "demo_manager", WireValue.Dict(), WireValue.List(WireValue.List("UserDN", "DESC")), 0, 0));
        Assert.Equal([Ann], await DnsAsync("getContents", Server.Manager, "demo_manager", WireValue.Dict(), WireValue.List(WireValue.List("UserDN", "DESC")), 1, 5));
        Assert.Equal([Ann], await DnsAsync("getContents", Server.Manager, "demo_manager", WireValue.Dict(("UserDN", WireValue.List(Ann)), ("Other", 1)), WireValue.Tuple(), 0, 0));
        Assert.Equal([Ann], await DnsAsync("getContents", Server.Ann, "demo_user", WireValue.Dict(("UserName", "bob")), WireValue.List(), 0, 0));
        Refused(await Server.CallAsync(Server.Ann, "demo_user", "getContents", WireValue.Dict(), WireValue.List(WireValue.List("UserDN", "UP")), 0, 0), 0, "Invalid sorting order UP");
        Refused(await Server.CallAsync(Server.Ann, "demo_user", "getContents", WireValue.Dict(), WireValue.List(WireValue.List("a", "b", "c")), 0, 0), 0, "Invalid sort ['a', 'b', 'c']");
    }

    [Fact]
    public async Task RegisteredUsers_AreThoseWithEnoughTime()
    {
        await Server.UploadAsync(Server.Ann, Server.Ann);
        await Server.UploadAsync(Server.Bob, Server.Bob, TimeSpan.FromHours(3));

        Assert.Equal(["ann", "bob"], await NamesAsync());
        Assert.Equal(["ann"], await NamesAsync(20_000));
        Assert.Equal(["ann"], await NamesAsync("20000"));
        Refused(await Server.CallAsync(Server.Manager, "demo_manager", "getRegisteredUsers", "soon"), 0, "Seconds left has to be an integer");
        Assert.Single(Good(await Server.CallAsync(Server.Bob, "demo_user", "getRegisteredUsers", 0)).AsList().ToArray(), user => user.AsDict()["DN"].AsText() == Bob);

        async Task<IEnumerable<string>> NamesAsync(params WireValue[] seconds) =>
            Good(await Server.CallAsync(Server.Manager, "demo_manager", "getRegisteredUsers", seconds)).AsList().ToArray().Select(user => user.AsDict()["Name"].AsText());
    }

    [Fact]
    public async Task StoredProxyStrength_IsThatOfTheKey()
    {
        await Server.UploadAsync(Server.Ann, Server.Ann);

        Assert.Equal(2048, Good(await Server.CallAsync(Server.Service, "demo_full", "getStoredProxyStrength", Ann, "demo_user", default)).AsInt64());
        Refused(await Server.CallAsync(Server.Service, "demo_full", "getStoredProxyStrength", Bob, "demo_user", default), 1101, $"{Bob}@demo_user has no proxy registered");
    }

    [Fact]
    public async Task Delete_OwnOrAsManager_ForgetsWhatWasMadeOfItToo()
    {
        await Server.UploadAsync(Server.Ann, Server.Ann);
        await Server.UploadAsync(Server.Bob, Server.Bob);
        Good(await Server.CallAsync(Server.Service, "demo_full", "getVOMSProxy", Ann, "demo_voms", Security.Certificates.Proxies.DelegationRequest.Create().RequestPem, 600, default));

        Refused(await Server.CallAsync(Server.Bob, "demo_user", "deleteProxy", Ann, "any"), 0, "You aren't allowed!");
        Refused(
            await Server.CallAsync(Server.Ann, "demo_user", "deleteProxyBundle", WireValue.List(WireValue.List(Ann, "any"), WireValue.List(Bob, "any"), WireValue.List(Bob))),
            0, $"Could not delete some proxies: ['{Bob}', 'any'] : You aren't allowed!,['{Bob}'] doesn't have two fields");
        Assert.Equal((1, 0), (await CountAsync("ProxyDB_CleanProxies"), await CountAsync("ProxyDB_VOMSProxies")));
        Assert.Equal(1, Good(await Server.CallAsync(Server.Manager, "demo_manager", "deleteProxyBundle", WireValue.List(WireValue.Tuple(Bob, "any")))).AsInt64());
        Assert.Equal(0, await CountAsync("ProxyDB_CleanProxies"));
        Assert.True(Good(await Server.CallAsync(Server.Ann, "demo_user", "deleteProxy", Ann, "any")).IsNull);
    }

    [Fact]
    public async Task ExchangeProxyForToken_FailsClearly() =>
        Refused(await Server.CallAsync(Server.Ann, "demo_user", "exchangeProxyForToken"), 0, "/DiracX/DisabledVOs");

    [Fact]
    public async Task Purge_ForgetsWhatHasExpired()
    {
        await Server.UploadAsync(Server.Ann, Server.Ann);
        await Server.UploadAsync(Server.Bob, Server.Bob, TimeSpan.FromHours(2));
        Good(await Server.CallAsync(Server.Ann, "demo_user", "requestDelegationUpload"));
        var purge = ActivatorUtilities.CreateInstance<PurgeProxies>(Server.Services);

        Server.Clock.Advance(TimeSpan.FromHours(3));
        await purge.HandleAsync([], null!, Token);
        Assert.Equal((1, 0, 2), (await CountAsync("ProxyDB_CleanProxies"), await CountAsync("ProxyDB_Requests"), await CountAsync("ProxyDB_Log")));

        Server.Clock.Advance(TimeSpan.FromDays(181));
        await purge.HandleAsync([], null!, Token);
        Assert.Equal((0, 0), (await CountAsync("ProxyDB_CleanProxies"), await CountAsync("ProxyDB_Log")));
    }

    private async Task<IEnumerable<string>> DnsAsync(string method, Security.Certificates.Proxies.GridCredential who, string group, params WireValue[] arguments)
    {
        var contents = Good(await Server.CallAsync(who, group, method, arguments)).AsDict();
        var records = contents["Records"].AsList().ToArray();
        Assert.Equal(["UserName", "UserDN", "ExpirationTime"], contents["ParameterNames"].AsList().ToArray().Select(name => name.AsText()));
        Assert.Equal(records.Length, contents["TotalRecords"].AsInt64());
        Assert.All(records, record => Assert.Equal((3, WireKind.DateTime), (record.AsList().Length, record.AsList().Span[2].Kind)));
        return records.Select(record => record.AsList().Span[1].AsText());
    }
}
