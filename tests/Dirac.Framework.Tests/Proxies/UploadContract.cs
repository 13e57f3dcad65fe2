using Dirac.Client.Proxies;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.Certificates.Proxies;
using Dirac.Wire.Values;

namespace Dirac.Framework.Tests.Proxies;

public sealed class UploadSqlite() : UploadContract(Engine.Sqlite);

public sealed class UploadMySql() : UploadContract(Engine.MySql);

public abstract class UploadContract(Engine engine) : ProxyManagerContract(engine)
{
    [Fact]
    public async Task Complete_GoodProxy_IsKeptWithItsKeyAndTold()
    {
        var told = Good(await Server.UploadAsync(Server.Ann, Server.Ann)).AsDict();

        Assert.Equal(WireKind.DateTime, told[Ann].Kind);
        Assert.InRange(told[Ann].AsDateTime() - Server.Clock.GetUtcNow().UtcDateTime, TimeSpan.FromDays(29.9), TimeSpan.FromDays(30));
        Assert.Equal((0, 1), (await CountAsync("ProxyDB_Requests"), await CountAsync("ProxyDB_Log")));
        var pem = await Server.Database.ReadAsync((session, token) => session.ScalarAsync<byte[]>("SELECT Pem FROM {ProxyDB_CleanProxies} WHERE UserName = 'ann'", null, token), Token);
        using var kept = ProxyFile.TryParse(System.Text.Encoding.ASCII.GetString(pem));
        Assert.Equal((true, 2048, 2), (kept!.IsProxy, kept.KeyBits, kept.Certificates.Count));
    }

    [Fact]
    public async Task Complete_ShorterThanTheOneKept_LeavesThatAndIsOk()
    {
        await Server.UploadAsync(Server.Ann, Server.Ann, TimeSpan.FromDays(20));

        var told = Good(await Server.UploadAsync(Server.Ann, Server.Ann, TimeSpan.FromDays(2))).AsDict();

        Assert.InRange(told[Ann].AsDateTime() - Server.Clock.GetUtcNow().UtcDateTime, TimeSpan.FromDays(19), TimeSpan.FromDays(20));
    }

    [Fact]
    public async Task Complete_ForbiddenKinds_AreRefusedInDiracsWords()
    {
        using var named = Server.Grid.Proxy(Server.Ann, "demo_user", lifetime: TimeSpan.FromDays(2));
        using var limited = Server.Grid.Proxy(Server.Ann, isLimited: true, lifetime: TimeSpan.FromDays(2));

        Refused(await Server.UploadAsync(Server.Ann, named), 0, "Proxies with DIRAC group extensions not allowed to be uploaded");
        Refused(await Server.UploadAsync(Server.Ann, limited), 0, "Limited proxies are not allowed to be stored");
        Refused(await Server.UploadAsync(Server.Ann, Server.Ann, TimeSpan.FromMinutes(59)), 0, "Cannot store proxy, remaining secs 35");
        Refused(await Server.UploadAsync(Server.Ann, Server.Bob), 0, $"Mismatch in the user DN. Proxy says {Bob} and credentials are {Ann}");
        Assert.Equal(0, await CountAsync("ProxyDB_CleanProxies"));
    }

    [Fact]
    public async Task Complete_ChainOfAnUnknownAuthority_IsRefused()
    {
        using var impostor = Server.Grid.Impostor("ann");

        Refused(await Server.UploadAsync(Server.Ann, impostor), 1100, "Generic Error with X509");
        Assert.Equal(0, await CountAsync("ProxyDB_CleanProxies"));
    }

    [Fact]
    public async Task Complete_ChainForAnotherKey_IsRefusedEvenWithThatKeyInIt()
    {
        var id = Good(await Server.CallAsync(Server.Ann, "demo_user", "requestDelegationUpload", 3600, "demo_user")).AsDict()["id"];
        using var own = Server.Grid.Proxy(Server.Ann);

        Refused(await Server.CallAsync(Server.Ann, "demo_user", "completeDelegationUpload", id, ProxyFile.ToPem(own)), 1100, "not for the key of the request");
        Refused(await Server.CallAsync(Server.Ann, "demo_user", "completeDelegationUpload", id, "no chain"), 1100, "cannot be read");
    }

    [Fact]
    public async Task Complete_RequestOfAnotherOrUsedOrOld_IsUnknown()
    {
        var request = Good(await Server.CallAsync(Server.Ann, "demo_user", "requestDelegationUpload")).AsDict();
        var chain = ((DelegationVerdict.Granted)new ProxyMaker(Server.Clock).SignRequest(Server.Ann, request["request"].AsText(), new ProxyOptions())).ChainPem;
        var text = $"No requests with id {request["id"].AsInt64()}";

        Refused(await Server.CallAsync(Server.Bob, "demo_user", "completeDelegationUpload", request["id"], chain), 0, text);
        Good(await Server.CallAsync(Server.Ann, "demo_user", "completeDelegationUpload", request["id"], chain));
        Refused(await Server.CallAsync(Server.Ann, "demo_user", "completeDelegationUpload", request["id"], chain), 0, text);

        var late = Good(await Server.CallAsync(Server.Ann, "demo_user", "requestDelegationUpload")).AsDict();
        Server.Clock.Advance(TimeSpan.FromSeconds(301));
        Refused(await Server.CallAsync(Server.Ann, "demo_user", "completeDelegationUpload", late["id"], chain), 0, "No requests with id");
    }

    [Fact]
    public async Task Upload_WithOurClient_DoesBothSteps()
    {
        var client = new ProxyManagerClient(Server.Client(Server.Ann, "demo_user"), Server.Url, Server.Clock);

        var kept = Assert.Single(await client.UploadAsync(Server.Ann, TimeSpan.FromDays(3), Token));

        Assert.Equal(Ann, kept.Dn);
        Assert.InRange(kept.ExpiresAt - Server.Clock.GetUtcNow(), TimeSpan.FromHours(71), TimeSpan.FromHours(72));
        Assert.Equal(kept, Assert.Single(await client.ListAsync(Token)));
        var refused = await Assert.ThrowsAsync<DiracException>(() => client.UploadAsync(Server.Ann, TimeSpan.FromMinutes(5), Token));
        Assert.Contains("Cannot store proxy", refused.Message, StringComparison.Ordinal);
        using var named = Server.Grid.Proxy(Server.Ann, "demo_user");
        await Assert.ThrowsAsync<DiracException>(() => client.UploadAsync(named, TimeSpan.FromHours(5), Token));
    }

    [Fact]
    public async Task Complete_SentManyTimesAtOnce_CountsOnce()
    {
        var request = Good(await Server.CallAsync(Server.Ann, "demo_user", "requestDelegationUpload")).AsDict();
        var chain = ((DelegationVerdict.Granted)new ProxyMaker(Server.Clock).SignRequest(Server.Ann, request["request"].AsText(), new ProxyOptions())).ChainPem;

        var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Server.CallAsync(Server.Ann, "demo_user", "completeDelegationUpload", request["id"], chain)));

        Assert.Single(replies, reply => reply.IsOk);
        Assert.Equal((1, 1), (await CountAsync("ProxyDB_CleanProxies"), await CountAsync("ProxyDB_Log")));
    }

    [Fact]
    public async Task Complete_RequestThatDiracLeft_IsRead()
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(
            "CN=proxy", key, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1).CreateSigningRequestPem();
        var pem = System.Text.Encoding.ASCII.GetBytes($"{request}\n{key.ExportRSAPrivateKeyPem()}\n");
        await Server.Database.WriteAsync(
            (session, token) => session.ExecuteAsync(
                "INSERT INTO {ProxyDB_Requests} (Id, UserDN, Pem, ExpirationTime) VALUES (77, @Ann, @pem, @until)",
                new { Ann, pem, until = Server.Clock.GetUtcNow().UtcDateTime.AddMinutes(5) }, token),
            Token);
        var chain = ((DelegationVerdict.Granted)new ProxyMaker(Server.Clock).SignRequest(Server.Ann, request, new ProxyOptions())).ChainPem;

        Good(await Server.CallAsync(Server.Ann, "demo_user", "completeDelegationUpload", 77, chain));
    }
}
