using System.Net;
using System.Web;
using Dirac.Framework.Login.Flows;
using Dirac.Framework.Tests.Support;
using Dirac.Persistence;

namespace Dirac.Framework.Tests.Login;

/// <summary>A VO without a provider, where the session that <c>dirac up</c> gives a browser is the login.</summary>
public sealed class LocalFlowTests() : LoginContract(Engine.Sqlite)
{
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Redirect = "http://localhost:3000/#authentication-callback";
    private const string Session = "dirac-session";

    [Fact]
    public async Task Device_WithASession_IsAllowedAsItsOwner()
    {
        using var browser = Server.Browser();
        browser.SetCookie(Session, Server.SessionOf("ann", "home"));
        var (userCode, deviceCode) = await Server.BeginDeviceAsync("vo:home");

        var question = await browser.GetAsync($"/api/auth/device?user_code={userCode}");
        var finished = await browser.AnswerAsync(question, "allow");

        Assert.Contains("Allow as ann", question.Html, StringComparison.Ordinal);
        Assert.Contains("You are logged in", finished.Html, StringComparison.Ordinal);
        Assert.Equal("home:ann", SubjectOf(Given(await Server.PollAsync(deviceCode))));
    }

    [Fact]
    public async Task Device_WithoutASession_TellsHowToGetOne_AndGoesOnAfterwards()
    {
        using var browser = Server.Browser();
        var (userCode, deviceCode) = await Server.BeginDeviceAsync("vo:home");

        var without = await browser.AnswerAsync(await browser.GetAsync($"/api/auth/device?user_code={userCode}"), "allow");
        browser.SetCookie(Session, Server.SessionOf("ann", "home"));
        await browser.AnswerAsync(without, "allow");

        Assert.Equal(HttpStatusCode.Unauthorized, without.Status);
        Assert.Contains("dirac up", without.Html, StringComparison.Ordinal);
        Given(await Server.PollAsync(deviceCode));
    }

    [Theory]
    [InlineData("bob", "home")]
    [InlineData("ann", "demo")]
    public async Task Device_WithASessionOfSomebodyElse_IsNotAllowed(string user, string vo)
    {
        using var browser = Server.Browser();
        browser.SetCookie(Session, Server.SessionOf(user, vo));
        var (userCode, _) = await Server.BeginDeviceAsync("vo:home");

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.AnswerAsync(await browser.GetAsync($"/api/auth/device?user_code={userCode}"), "allow")).Status);
    }

    [Fact]
    public async Task Device_WithTheTokenOfTheOwnersJobAsSession_IsNotAllowed()
    {
        using var browser = Server.Browser();
        browser.SetCookie(Session, Server.PayloadOf("ann", "home"));
        var (userCode, _) = await Server.BeginDeviceAsync("vo:home");

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.AnswerAsync(await browser.GetAsync($"/api/auth/device?user_code={userCode}"), "allow")).Status);
    }

    [Fact]
    public async Task Session_IsNoLogin_WhereTheVoHasAProvider()
    {
        using var browser = Server.Browser();
        browser.SetCookie(Session, Server.SessionOf("ann", "demo"));
        var (userCode, _) = await Server.BeginDeviceAsync();

        var going = await browser.AnswerAsync(await browser.GetAsync($"/api/auth/device?user_code={userCode}"), "allow");

        Assert.StartsWith(FakeProviders.Address, going.GoesTo, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Portal_WithASession_GetsItsCodeBehindTheFragment()
    {
        using var browser = Server.Browser();
        browser.SetCookie(Session, Server.SessionOf("ann", "home"));
        var question = await browser.GetAsync(
            $"/api/auth/authorize?response_type=code&client_id={LoginServer.Client}&redirect_uri={Uri.EscapeDataString(Redirect)}&scope=vo:home&state=s"
            + $"&code_challenge={CodeChallenge.Of(Verifier)}&code_challenge_method=S256");

        var address = (await browser.AnswerAsync(question, "allow")).GoesTo;
        var code = HttpUtility.ParseQueryString(address[(Redirect.Length + 1)..])["code"]!;
        var tokens = Given(await Server.TokenAsync("authorization_code", ("code", code), ("redirect_uri", Redirect), ("code_verifier", Verifier)));

        Assert.Equal($"{Redirect}?code={code}&state=s", address);
        Assert.Equal("home:ann", SubjectOf(tokens));
    }
}
