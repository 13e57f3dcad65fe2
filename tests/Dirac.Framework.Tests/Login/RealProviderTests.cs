using System.Net;
using Dirac.Framework.Tests.Support;
using Dirac.IdentityProvider;
using Dirac.Persistence;

namespace Dirac.Framework.Tests.Login;

/// <summary>A device's login through a provider that runs: every step over HTTP, as the person's browser would go it.</summary>
public sealed class RealProviderTests
{
    [Fact]
    public async Task Device_ThroughAProvider_GetsTokensOfThePersonThere()
    {
        await using var installation = await LoginInstallation.CreateAsync(Engine.Sqlite);
        await using var provider = await TestIdentityProvider.StartAsync(
            new IdentityProviderSettings { Algorithm = "ES256", Clock = installation.Clock, People = [LoginWorld.Ann, LoginWorld.Bob], LoggedIn = "ann" }, TestContext.Current.CancellationToken);
        await using var server = await LoginServer.StartAsync(installation, provider.Issuer);
        using var browser = server.Browser();
        var (userCode, deviceCode) = await server.BeginDeviceAsync();

        var going = await browser.AnswerAsync(await browser.GetAsync($"/api/auth/device?user_code={userCode}"), "allow");
        var atProvider = await browser.GetAsync(going.GoesTo);
        var back = await browser.GetAsync(atProvider.Location!);
        var reply = await server.PollAsync(deviceCode);

        Assert.Equal((HttpStatusCode.TemporaryRedirect, "/api/auth/device/complete/finished"), (back.Status, back.Location));
        Assert.Equal("demo:sub-ann", LoginContract.SubjectOf(LoginContract.Given(reply)));
    }
}
