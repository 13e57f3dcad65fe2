using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Dirac.Hosting.Access;
using Dirac.Hosting.Identity;
using Dirac.Model.Api;
using Dirac.Security.Local;
using Dirac.Security.Policies;
using Microsoft.AspNetCore.Builder;

namespace Dirac.Hosting.Tests.Identity;

public sealed class LocalLoginTests
{
    [Fact]
    public async Task RightSecret_GivesATokenOfTheDefaultGroup_ThatUserInfoEchoes()
    {
        await using var server = await RunningServer.StartAsync();

        var token = await LoginAsync(server, server.Identity().Secret).JsonAsync();
        var user = await server.GetAsync("/api/auth/userinfo", token.GetProperty("access_token").GetString()).JsonAsync();

        Assert.Equal(1200, token.GetProperty("expires_in").GetInt32());
        Assert.Equal("""{"sub":"demo:ann","vo":"demo","dirac_group":"demo_user","policies":{},"properties":["NormalUser"],"preferred_username":"ann"}""", user.GetRawText());
    }

    [Fact]
    public async Task WantedGroup_IsGiven_WhenTheUserIsInItAndInTheVo()
    {
        await using var server = await RunningServer.StartAsync();
        var secret = server.Identity().Secret;

        Assert.Equal(HttpStatusCode.OK, await LoginAsync(server, secret, "demo_admin").StatusAsync());
        var otherVo = await LoginAsync(server, secret, "bio_user").ErrorAsync(HttpStatusCode.Forbidden);
        Assert.Equal("Ask for one of: demo_user, demo_admin.", otherVo.Advice);
        await LoginAsync(server, secret, "nonsense").ErrorAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task WrongSecrets_Get401_Then429_AndNeverLockTheOwnerOut()
    {
        await using var server = await RunningServer.StartAsync();

        for (var i = 0; i < LoginThrottle.PerMinute; i++)
            await LoginAsync(server, RandomText.Create()).ErrorAsync(HttpStatusCode.Unauthorized);
        using (var throttled = await LoginAsync(server, "guess"))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, throttled.StatusCode);
            Assert.Equal(TimeSpan.FromMinutes(1), throttled.Headers.RetryAfter!.Delta);
        }

        Assert.Equal(HttpStatusCode.OK, await LoginAsync(server, server.Identity().Secret).StatusAsync());
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await LoginAsync(server, "guess").ErrorAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task AnotherLocalUser_CannotReadTheSecret_AndGets401WithoutIt()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/usr/bin/setpriv") && File.Exists("/usr/bin/curl"), "Needs root, setpriv and curl to act as another user.");
        await using var server = await RunningServer.StartAsync();

        var read = await RunAsNobodyAsync("cat", LocalIdentity.PathIn(server.Data));
        var login = await RunAsNobodyAsync("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-H", "Content-Type: application/json", "-d", "{\"secret\":\"guess\"}", server.Url + "/api/auth/local");
        var bare = await RunAsNobodyAsync("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", server.Url + "/api/config/");

        Assert.Equal("", read);
        Assert.Equal("401", login);
        Assert.Equal("401", bare);
    }

    [Fact]
    public async Task NoLocalUser_OffersNoLocalLogin()
    {
        await using var server = await RunningServer.StartAsync(change: options => options with { LocalUser = null });

        await LoginAsync(server, "x").ErrorAsync(HttpStatusCode.NotFound);
        Assert.False(File.Exists(LocalIdentity.PathIn(server.Data)));
    }

    [Theory]
    [InlineData("", "missing")]
    [InlineData("{", "json_invalid")]
    [InlineData("[]", "type_error")]
    [InlineData("{}", "missing")]
    [InlineData("{\"secret\":null}", "type_error")]
    [InlineData("{\"secret\":1}", "type_error")]
    public async Task MalformedBody_Gets422(string body, string kind)
    {
        await using var server = await RunningServer.StartAsync();

        Assert.Equal(kind, (await server.PostAsync("/api/auth/local", body).ProblemAsync()).Type);
    }

    [Fact]
    public async Task IdentityFile_HasTheAddressTheServerReallyListensOn()
    {
        await using var server = await RunningServer.StartAsync();

        Assert.Equal(server.Url, server.Identity().Url);
    }

    [Fact]
    public async Task BrowserLink_OpensOnce_AndBeginsASession()
    {
        await using var server = await RunningServer.StartAsync(app => app.MapGet("/", () => "in").Requires(AccessRule.Authenticated).AllowsBrowserSession());
        var link = new Uri((await server.PostAsync("/api/auth/browser-link", "", server.Token("NormalUser")).JsonAsync()).GetProperty("url").GetString()!);
        using var plain = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });

        using var first = await plain.GetAsync(link, TestContext.Current.CancellationToken);
        var cookie = first.Headers.GetValues("Set-Cookie").Single();
        await plain.GetAsync(link, TestContext.Current.CancellationToken).ErrorAsync(HttpStatusCode.Unauthorized);

        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, await server.GetAsync("/", null, ("Cookie", cookie.Split(';')[0])).StatusAsync());
    }

    private static Task<HttpResponseMessage> LoginAsync(RunningServer server, string secret, string? group = null) =>
        server.PostAsync("/api/auth/local", JsonSerializer.Serialize(new LocalLoginRequest(secret, group), ModelJsonContext.Default.LocalLoginRequest));

    private static async Task<string> RunAsNobodyAsync(params string[] command)
    {
        var start = new ProcessStartInfo("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }
}
