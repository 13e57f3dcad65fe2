using System.Net;
using System.Text.Json;
using Dirac.Framework.Tests.Support;
using Dirac.IdentityProvider;
using Dirac.Persistence;

namespace Dirac.Framework.Tests.Login;

/// <summary>A device's login through a provider that runs: every step over HTTP, as the person's browser would go it.</summary>
public sealed class RealProviderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Device_ThroughAProvider_GetsTokensOfThePersonThere()
    {
        await using var installation = await LoginInstallation.CreateAsync(Engine.Sqlite);
        await using var provider = await StartProviderAsync(installation);
        await using var server = await LoginServer.StartAsync(installation, provider.Issuer);

        var (end, reply) = await LogInAsync(server, "vo:demo");

        Assert.Equal((HttpStatusCode.TemporaryRedirect, "/api/auth/device/complete/finished"), (end.Status, end.Location));
        Assert.Equal("demo:sub-ann", LoginContract.SubjectOf(LoginContract.Given(reply)));
    }

    [Fact]
    public async Task Device_GroupThatTheProviderGives_IsHadForAsLong()
    {
        const string chief = "vo:demo group:demo_chief";
        await using var installation = await LoginInstallation.CreateAsync(Engine.Sqlite);
        await using var provider = await StartProviderAsync(installation);
        await using var server = await LoginServer.StartAsync(installation, provider.Issuer);

        var tokens = LoginContract.Given((await LogInAsync(server, chief)).Reply);
        var renewed = LoginContract.Given(await RefreshAsync(server, tokens));
        provider.Put(LoginWorld.Ann with { Groups = ["/demo"] });
        var (_, refused) = await LogInAsync(server, chief);

        LoginContract.Refused(refused, "access_denied");
        LoginContract.Refused(await RefreshAsync(server, renewed), "access_denied", HttpStatusCode.Forbidden);
    }

    private static Task<TestIdentityProvider> StartProviderAsync(LoginInstallation installation) => TestIdentityProvider.StartAsync(
        new IdentityProviderSettings { Algorithm = "ES256", Clock = installation.Clock, People = [LoginWorld.Ann, LoginWorld.Bob], LoggedIn = "ann" }, Token);

    private static async Task<(TestBrowser.Page End, (HttpStatusCode Status, JsonElement Body) Reply)> LogInAsync(LoginServer server, string scope)
    {
        using var browser = server.Browser();
        var (userCode, deviceCode) = await server.BeginDeviceAsync(scope);
        var going = await browser.AnswerAsync(await browser.GetAsync($"/api/auth/device?user_code={userCode}"), "allow");
        var atProvider = await browser.GetAsync(going.GoesTo);
        var back = await browser.GetAsync(atProvider.Location!);
        return (back, await server.PollAsync(deviceCode));
    }

    private static Task<(HttpStatusCode Status, JsonElement Body)> RefreshAsync(LoginServer server, JsonElement tokens) =>
        server.TokenAsync("refresh_token", ("refresh_token", tokens.GetProperty("refresh_token").GetString()!));
}
