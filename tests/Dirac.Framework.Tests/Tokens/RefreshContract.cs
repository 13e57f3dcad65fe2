using Dirac.Framework.Tests.Support;
using Dirac.Framework.Tokens;
using Dirac.Persistence;
using Dirac.Security.Tokens;

namespace Dirac.Framework.Tests.Tokens;

public sealed class RefreshSqlite() : RefreshContract(Engine.Sqlite);

public sealed class RefreshMySql() : RefreshContract(Engine.MySql);

public abstract class RefreshContract(Engine engine) : TokenContract(engine)
{
    [Fact]
    public async Task Refresh_GoodToken_GivesANewPairForTheSamePerson()
    {
        var first = await Server.LoginAsync(scope: "vo:demo property:JobAdministrator", subject: "person-7");

        var second = await Server.RenewAsync(first.RefreshToken!);

        Assert.NotEqual(first.RefreshToken, second.RefreshToken);
        Assert.Equal(("Bearer", 1200), (second.TokenType, second.ExpiresIn));
        var (_, who) = await Server.GetAsync("/api/auth/userinfo", $"Bearer {second.AccessToken}");
        Assert.Equal(("demo:person-7", "ann", "demo_user"), (who.GetProperty("sub").GetString(), who.GetProperty("preferred_username").GetString(), who.GetProperty("dirac_group").GetString()));
        Assert.Equal("[\"JobAdministrator\",\"NormalUser\"]", who.GetProperty("properties").GetRawText());
        await Server.RenewAsync(second.RefreshToken!);
    }

    [Fact]
    public async Task Refresh_TokenUsedBefore_EndsAllOfThatPersonAndNobodyElses()
    {
        var (stolen, otherLogin, bobs) = (await Server.LoginAsync(), await Server.LoginAsync(scope: "vo:demo group:demo_admin"), await Server.LoginAsync("bob"));
        var (elsewhere, next) = (await Server.LoginAsync(scope: "vo:bio"), await Server.RenewAsync(stolen.RefreshToken!));

        Refused(await Server.RefreshAsync(stolen.RefreshToken!), 401, "invalid_grant", "used or revoked before");

        Refused(await Server.RefreshAsync(next.RefreshToken!), 401, "invalid_grant");
        Refused(await Server.RefreshAsync(otherLogin.RefreshToken!), 401, "invalid_grant");
        await Server.RenewAsync(bobs.RefreshToken!);
        await Server.RenewAsync(elsewhere.RefreshToken!);
    }

    [Fact]
    public async Task Refresh_SameTokenAtTheSameTime_IsWonByOne()
    {
        for (var round = 0; round < 3; round++)
        {
            var login = await Server.LoginAsync();

            var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Server.RefreshAsync(login.RefreshToken!)));

            Assert.Equal([200, 401, 401, 401, 401, 401, 401, 401], replies.Select(reply => reply.Status).Order());
            Assert.Equal(0, await Server.ScalarAsync<long>("SELECT COUNT(*) FROM {x_RefreshTokens} WHERE Status = 'CREATED'"));
        }
    }

    [Theory]
    [InlineData("/Registry/Users/ann/Suspended", "demo")]
    [InlineData("/Registry/Groups/demo_user/Users", "bob")]
    [InlineData("/Registry/Groups/demo_user/VO", "bio")]
    public async Task Refresh_UserWithoutTheRight_GetsNothing_AndKeepsTheTokenForLater(string path, string value)
    {
        var login = await Server.LoginAsync();
        var before = Server.Configuration;
        Server.Configuration = before.With(path, value);

        Refused(await Server.RefreshAsync(login.RefreshToken!), 403, "access_denied");

        Server.Configuration = before;
        await Server.RenewAsync(login.RefreshToken!);
    }

    [Fact]
    public async Task Refresh_LongAfterTheLogin_IsRefused_HoweverOftenItWasUsed()
    {
        var login = await Server.LoginAsync();
        Server.Clock.Advance(TimeSpan.FromMinutes(50));
        var later = await Server.RenewAsync(login.RefreshToken!);
        Server.Clock.Advance(TimeSpan.FromMinutes(9.9));
        var last = await Server.RenewAsync(later.RefreshToken!);

        Server.Clock.Advance(TimeSpan.FromMinutes(0.1));

        Refused(await Server.RefreshAsync(last.RefreshToken!), 401, "invalid_grant", "expired");
    }

    [Fact]
    public async Task Refresh_WhatIsNoRefreshToken_IsRefused()
    {
        var login = await Server.LoginAsync();

        Refused(await Server.RefreshAsync(login.AccessToken), 401, "invalid_grant", "not a refresh token");
        Refused(await Server.RefreshAsync("x.y.z"), 401, "invalid_grant");
        Refused(await Server.RefreshAsync(new string('x', 10_000)), 401, "invalid_grant", "too long");
        var (status, body) = await Server.GetAsync("/api/auth/userinfo", $"Bearer {login.RefreshToken}");
        Assert.True(status == 401, body.ToString());
    }

    [Fact]
    public async Task Refresh_GoodSignatureOfAForgottenToken_IsRefused()
    {
        var login = await Server.LoginAsync();
        await Server.Database.WriteAsync((session, token) => session.ExecuteAsync("DELETE FROM {x_RefreshTokens}", null, token), Cancellation);

        Refused(await Server.RefreshAsync(login.RefreshToken!), 401, "invalid_grant", "not known");
    }

    // A token's text only names its row: what the row says counts, and a text that says otherwise is none of ours.
    [Fact]
    public async Task Refresh_RowThatSaysOtherwise_Counts()
    {
        var (cut, twisted) = (await Server.LoginAsync(), await Server.LoginAsync());
        var codec = (RefreshTokenCodec)Server.Services.GetService(typeof(RefreshTokenCodec))!;
        var id = Assert.IsType<RefreshTokenVerdict.Valid>(await codec.ReadAsync(twisted.RefreshToken!, Cancellation)).Token;
        await Server.Database.WriteAsync(
            (session, token) => session.ExecuteAsync("UPDATE {x_RefreshTokens} SET ExpirationTime = @then WHERE JTI <> @Id", new { then = Server.Clock.GetUtcNow().UtcDateTime, id.Id }, token), Cancellation);

        Refused(await Server.RefreshAsync(cut.RefreshToken!), 401, "invalid_grant", "not known");
        Refused(await Server.RefreshAsync(codec.Write(id with { IsLegacy = true })), 401, "invalid_grant", "not known");

        await Server.RenewAsync(twisted.RefreshToken!);
    }

    [Fact]
    public async Task End_OfALogin_EndsAllItsTokensAndNoOther()
    {
        var user = new UserIdentity("ann", "demo", "demo_user", Security.Identities.PropertySet.Empty);
        var tokens = (IssueTokens)Server.Services.GetService(typeof(IssueTokens))!;
        var session = Guid.NewGuid().ToString();
        var (mine, other) = (await tokens.BeginAsync(user, TokenServer.Scope, session, Cancellation), await Server.LoginAsync());
        await Server.RenewAsync(mine.RefreshToken!);

        Assert.Equal(1, await tokens.EndAsync(user, session, Cancellation));

        await Server.RenewAsync(other.RefreshToken!);
    }
}
