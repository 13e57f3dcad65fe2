using System.Buffers.Text;
using System.Security.Cryptography;
using Dirac.Persistence;

namespace Dirac.Framework.Tests.Tokens;

public sealed class LegacyExchangeSqlite() : LegacyExchangeContract(Engine.Sqlite);

public sealed class LegacyExchangeMySql() : LegacyExchangeContract(Engine.MySql);

public abstract class LegacyExchangeContract(Engine engine) : TokenContract(engine)
{
    private const string Query = "/api/auth/legacy-exchange?preferred_username=ann&scope=vo:demo%20group:demo_user";
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    protected override string LegacyKeyHash => Convert.ToHexStringLower(SHA256.HashData(_key));

    private string Header => $"Bearer diracx:legacy:{Base64Url.EncodeToString(_key)}=";

    [Fact]
    public async Task Exchange_GoodKey_GivesATokenThatIsUsedAgainAndAgain()
    {
        Server.Configuration = Server.Configuration.With("/DiracX/CsSync/VOs/demo/UserSubjects/ann", "person-7");

        var (status, reply) = await Server.GetAsync($"{Query}&expires_minutes=120", Header);

        Assert.True(status == 200, reply.ToString());
        var refresh = reply.GetProperty("refresh_token").GetString()!;
        Server.Clock.Advance(TimeSpan.FromMinutes(90));
        for (var use = 0; use < 2; use++) Assert.Equal(refresh, (await Server.RenewAsync(refresh)).RefreshToken);
        var (_, who) = await Server.GetAsync("/api/auth/userinfo", $"Bearer {(await Server.RenewAsync(refresh)).AccessToken}");
        Assert.Equal("demo:person-7", who.GetProperty("sub").GetString());
        Server.Clock.Advance(TimeSpan.FromMinutes(30));
        Refused(await Server.RefreshAsync(refresh), 401, "invalid_grant", "expired");
    }

    [Fact]
    public async Task Exchange_RevokedToken_IsRefused_AndNothingElseEnds()
    {
        var other = await Server.LoginAsync();
        var refresh = (await Server.GetAsync(Query, Header)).Body.GetProperty("refresh_token").GetString()!;
        await Server.PostAsync("/api/auth/revoke", ("token", refresh));

        Refused(await Server.RefreshAsync(refresh), 401, "invalid_grant");

        await Server.RenewAsync(other.RefreshToken!);
    }

    [Fact]
    public async Task Exchange_WrongRequests_AreRefused()
    {
        Refused(await Server.GetAsync(Query, $"Bearer diracx:legacy:{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}"), 401, "invalid_client");
        Refused(await Server.GetAsync(Query, "Bearer diracx:legacy:no+base64url"), 400, "invalid_request", "base64url");
        Refused(await Server.GetAsync(Query, "Bearer something"), 400, "invalid_request", "Authorization");
        Refused(await Server.GetAsync(Query, null), 400, "invalid_request", "Authorization");
        Refused(await Server.GetAsync(Query.Replace("demo_user", "other", StringComparison.Ordinal), Header), 400, "invalid_scope");
        Refused(await Server.GetAsync(Query.Replace("=ann", "=nobody", StringComparison.Ordinal), Header), 400, "invalid_request", "no such user");
        Refused(await Server.GetAsync(Query.Replace("=ann", "=eve", StringComparison.Ordinal), Header), 403, "access_denied");
        Refused(await Server.GetAsync($"{Query}&expires_minutes=0", Header), 400, "invalid_request", "expires_minutes");
        Assert.Equal(422, (await Server.GetAsync($"{Query}&expires_minutes=soon", Header)).Status);
        Assert.Equal(422, (await Server.GetAsync("/api/auth/legacy-exchange?scope=vo:demo", Header)).Status);
    }

    [Fact]
    public async Task Exchange_ForLongerThanAMonth_GivesAMonth()
    {
        var refresh = (await Server.GetAsync($"{Query}&expires_minutes=2000000000", Header)).Body.GetProperty("refresh_token").GetString()!;
        Server.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        await Server.RenewAsync(refresh);

        Server.Clock.Advance(TimeSpan.FromSeconds(1));

        Refused(await Server.RefreshAsync(refresh), 401, "invalid_grant", "expired");
    }

    [Fact]
    public async Task Exchange_NotSwitchedOn_IsUnavailable()
    {
        await using var server = await Support.TokenServer.StartAsync(Engine.Sqlite);

        Refused(await server.GetAsync(Query, Header), 503, "access_denied");
    }
}
