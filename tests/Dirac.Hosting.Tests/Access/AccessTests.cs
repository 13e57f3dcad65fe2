using System.Net;
using Dirac.Hosting.Access;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Security.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Hosting.Tests.Access;

public sealed class AccessTests
{
    private static readonly AccessRule Administrators = AccessRule.AnyProperty(DiracProperties.JobAdministrator);

    [Fact]
    public async Task NoToken_Gets401_AndIsToldHowToLogIn()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.Route(() => "in", AccessRule.Authenticated));

        using var response = await server.GetAsync("/test");
        var error = await Task.FromResult(response).ErrorAsync(HttpStatusCode.Unauthorized);

        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        Assert.Contains("dirac login", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("token")]
    public async Task HeaderThatIsNotBearer_Gets400(string header)
    {
        await using var server = await RunningServer.StartAsync(RunningServer.Route(() => "in", AccessRule.Authenticated));

        await server.GetAsync("/test", null, ("Authorization", header)).ErrorAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task BadTokens_Get401_AndRunNothing()
    {
        var ran = 0;
        await using var server = await RunningServer.StartAsync(RunningServer.Route(() => ++ran, AccessRule.Authenticated));
        var good = server.Token("NormalUser");
        var elsewhere = new TokenIssuer(server.Services.GetRequiredService<KeyRing>(), new TokenOptions("https://elsewhere"), server.Clock)
            .Issue(new PilotIdentity("s", "demo", "X")).Value;

        foreach (var bad in new[] { "nonsense", good[..^3] + "abc", $"{good.Split('.')[0]}.{good.Split('.')[1]}.", elsewhere })
            await server.GetAsync("/test", bad).ErrorAsync(HttpStatusCode.Unauthorized);
        server.Clock.Advance(TimeSpan.FromMinutes(20));
        var expired = await server.GetAsync("/test", good).ErrorAsync(HttpStatusCode.Unauthorized);

        Assert.Contains("expired", expired.Detail, StringComparison.Ordinal);
        Assert.Equal(0, ran);
    }

    [Fact]
    public async Task RuleNotMet_Gets403_ThatNamesTheRuleAndWhatTheCallerHas()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.Route(() => "in", Administrators));

        var error = await server.GetAsync("/test", server.Token("NormalUser")).ErrorAsync(HttpStatusCode.Forbidden);

        Assert.Equal("This needs the property JobAdministrator; ann in group demo_user has NormalUser.", error.Detail);
        Assert.Equal(HttpStatusCode.OK, await server.GetAsync("/test", server.Token("JobAdministrator")).StatusAsync());
    }

    [Fact]
    public async Task OpenRoute_DoesNotLookAtCredentials()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.Route(() => "in"));

        Assert.Equal(HttpStatusCode.OK, await server.GetAsync("/test", "stale").StatusAsync());
    }

    [Fact]
    public async Task GetCaller_GivesTheTokensCaller()
    {
        await using var server = await RunningServer.StartAsync(
            RunningServer.Route((HttpContext context) => context.GetCaller().UserName, AccessRule.Authenticated));

        using var response = await server.GetAsync("/test", server.Token());

        Assert.Equal("ann", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Start_RoutesWithoutRule_FailsNamingEachOfThem()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => RunningServer.StartAsync(app =>
        {
            app.MapGet("/ruled", () => "").Requires(AccessRule.Anyone);
            app.MapGet("/forgotten/{id}", () => "");
            app.MapPost("/also", () => "");
        }));

        Assert.Contains("GET /forgotten/{id}; POST /also", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/ruled", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example.org", HttpStatusCode.BadRequest)]
    [InlineData("127.0.0.1.evil.example.org", HttpStatusCode.BadRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("[::1]:8443", HttpStatusCode.OK)]
    [InlineData("known.example.org:1", HttpStatusCode.OK)]
    public async Task HostHeader_OnlyOurOwnNames_AreServed(string host, HttpStatusCode expected)
    {
        await using var server = await RunningServer.StartAsync(change: options => options with { AllowedHosts = ["known.example.org"] });

        Assert.Equal(expected, await server.GetAsync("/api/health/live", null, ("Host", host)).StatusAsync());
    }

    [Fact]
    public async Task OriginHeader_OwnAndAllowedPages_MayCall_OthersMayNot()
    {
        await using var server = await RunningServer.StartAsync(change: options => options with { AllowedOrigins = ["https://portal.example.org"] });

        Assert.Equal(HttpStatusCode.OK, await server.GetAsync("/api/health/live", null, ("Origin", server.Url)).StatusAsync());
        Assert.Equal(HttpStatusCode.Forbidden, await server.GetAsync("/api/health/live", null, ("Origin", "https://evil.example.org")).StatusAsync());
        Assert.Equal(HttpStatusCode.Forbidden, await server.GetAsync("/api/health/live", null, ("Origin", "http://127.0.0.1:1")).StatusAsync());
        using var allowed = await server.GetAsync("/api/health/live", null, ("Origin", "https://portal.example.org"));
        Assert.Equal(["https://portal.example.org"], allowed.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Contains("Content-Range", allowed.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrowserSession_OpensMarkedPagesForReading_NothingElse()
    {
        await using var server = await RunningServer.StartAsync(app =>
        {
            app.MapMethods("/page", ["GET", "POST"], () => "in").Requires(AccessRule.Authenticated).AllowsBrowserSession();
            app.MapGet("/api/other", () => "in").Requires(AccessRule.Authenticated);
        });
        (string, string) cookie = ("Cookie", $"{BrowserSession.CookieName}={server.Token()}");

        Assert.Equal(HttpStatusCode.OK, await server.GetAsync("/page", null, cookie).StatusAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await server.PostAsync("/page", "{}", null, cookie).StatusAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, await server.GetAsync("/api/other", null, cookie).StatusAsync());
    }
}
