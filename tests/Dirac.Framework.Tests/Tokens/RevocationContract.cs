using System.Buffers.Text;
using System.Text.Json;
using Dirac.Persistence;

namespace Dirac.Framework.Tests.Tokens;

public sealed class RevocationSqlite() : RevocationContract(Engine.Sqlite);

public sealed class RevocationMySql() : RevocationContract(Engine.MySql);

public abstract class RevocationContract(Engine engine) : TokenContract(engine)
{
    [Fact]
    public async Task Revoke_PresentedToken_EndsItsLoginAndNoOther()
    {
        var (first, other) = (await Server.LoginAsync(), await Server.LoginAsync());
        var next = await Server.RenewAsync(first.RefreshToken!);

        var reply = await Server.PostAsync("/api/auth/revoke", ("token", first.RefreshToken!), ("token_type_hint", "refresh_token"));

        Assert.Equal((200, "Refresh token revoked"), (reply.Status, reply.Body.GetString()));
        await Server.RenewAsync(other.RefreshToken!);
        Refused(await Server.RefreshAsync(next.RefreshToken!), 401, "invalid_grant");
    }

    [Fact]
    public async Task Revoke_WhatIsNoToken_IsFine_ButHintAndClientAreRead()
    {
        Assert.Equal(200, (await Server.PostAsync("/api/auth/revoke", ("token", "nonsense"))).Status);
        Assert.Equal(200, (await Server.PostAsync("/api/auth/revoke", ("token", Server.Token("ann", "demo")), ("client_id", "myDIRACClientID"))).Status);

        Refused(await Server.PostAsync("/api/auth/revoke", ("token", "nonsense"), ("token_type_hint", "access_token")), 400, "unsupported_token_type");
        Refused(await Server.PostAsync("/api/auth/revoke", ("token", "nonsense"), ("client_id", "other")), 401, "invalid_client");
        Refused(await Server.PostAsync("/api/auth/revoke", ("client_id", "myDIRACClientID")), 400, "invalid_request", "token is missing");
    }

    [Fact]
    public async Task List_ShowsOnesOwnTokensThatAreGood_AndAManagerThoseOfTheVo()
    {
        var mine = await Server.RenewAsync((await Server.LoginAsync()).RefreshToken!);
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Server.LoginAsync("bob");
        await Server.LoginAsync("eve", "vo:bio");

        var (_, own) = await Server.GetAsync("/api/auth/refresh-tokens", $"Bearer {mine.AccessToken}");
        var (_, all) = await Server.GetAsync("/api/auth/refresh-tokens", $"Bearer {Server.Token("mia", "demo", "ProxyManagement")}");

        var row = Assert.Single(own.EnumerateArray());
        Assert.Equal(
            (IdOf(mine.RefreshToken!), "CREATED", "vo:demo group:demo_user", "demo:ann", "2026-11-22T12:00:00Z", "2026-11-22T13:00:00Z"),
            (Text(row, "JTI"), Text(row, "Status"), Text(row, "Scope"), Text(row, "Sub"), Text(row, "CreationTime"), Text(row, "ExpirationTime")));
        Assert.Equal(["demo:bob", "demo:ann"], all.EnumerateArray().Select(token => Text(token, "Sub")));
        Assert.Equal(401, (await Server.GetAsync("/api/auth/refresh-tokens", null)).Status);
        Server.Clock.Advance(TimeSpan.FromMinutes(60) - TimeSpan.FromSeconds(1));
        var (_, later) = await Server.GetAsync("/api/auth/refresh-tokens", $"Bearer {Server.Token("mia", "demo", "ProxyManagement")}");
        Assert.Equal(["demo:bob"], later.EnumerateArray().Select(token => Text(token, "Sub")));
    }

    [Fact]
    public async Task RevokeOne_IsForItsOwnerAndForManagersOfTheVo()
    {
        var (anns, bobs, eves) = (await Server.LoginAsync(), await Server.LoginAsync("bob"), await Server.LoginAsync("eve", "vo:bio"));
        var manager = Server.Token("mia", "demo", "ProxyManagement");

        Assert.Equal(403, (await DeleteAsync(anns.AccessToken, bobs.RefreshToken!)).Status);
        Assert.Equal(404, (await DeleteAsync(manager, eves.RefreshToken!)).Status);
        Assert.Equal(400, (await Server.SendAsync(HttpMethod.Delete, "/api/auth/refresh-tokens/7", $"Bearer {manager}", null)).Status);
        Assert.Equal((200, "Refresh token revoked"), (await DeleteAsync(anns.AccessToken, anns.RefreshToken!)) switch { var reply => (reply.Status, reply.Body.GetString()) });
        Assert.Equal(200, (await DeleteAsync(manager, bobs.RefreshToken!)).Status);

        Refused(await Server.RefreshAsync(anns.RefreshToken!), 401, "invalid_grant");
        Refused(await Server.RefreshAsync(bobs.RefreshToken!), 401, "invalid_grant");
        await Server.RenewAsync(eves.RefreshToken!);
    }

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();

    private static string IdOf(string token)
    {
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]));
        return claims.RootElement.GetProperty("jti").GetString()!;
    }

    private Task<(int Status, JsonElement Body)> DeleteAsync(string access, string refresh) =>
        Server.SendAsync(HttpMethod.Delete, $"/api/auth/refresh-tokens/{IdOf(refresh)}", $"Bearer {access}", null);
}
