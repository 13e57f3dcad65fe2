using System.Net;
using Dirac.Framework.Login;
using Dirac.Framework.Login.Browser;
using Dirac.Framework.Login.Pages;
using Dirac.Framework.Providers;
using Dirac.Framework.Tests.Support;
using Dirac.Persistence;
using Microsoft.AspNetCore.Http;

namespace Dirac.Framework.Tests.Login;

/// <summary>What hostile pages, links and values can do with the pages of a login: nothing.</summary>
public sealed class PageSafetyTests() : LoginContract(Engine.Sqlite)
{
    private const string Script = "<script>alert(1)</script>";

    [Fact]
    public async Task Pages_All_ForbidScriptsFramesAndKeeping()
    {
        using var browser = Server.Browser();
        var (userCode, _) = await Server.BeginDeviceAsync();

        foreach (var address in (string[])["/api/auth/device", $"/api/auth/device?user_code={userCode}", "/api/auth/device/complete/finished", "/api/auth/device?user_code=x", "/api/auth/authorize"])
        {
            var page = await browser.GetAsync(address);
            Assert.Contains("default-src 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.Contains("form-action 'self'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.Equal("DENY", page.Headers["X-Frame-Options"]);
            Assert.Equal("nosniff", page.Headers["X-Content-Type-Options"]);
            Assert.Contains("no-store", page.Headers["Cache-Control"], StringComparison.Ordinal);
            Assert.Equal("same-origin", page.Headers["Referrer-Policy"]);
        }
    }

    [Fact]
    public async Task Redirects_AreKeptByNobody_AndTellNobodyWhereTheyCameFrom()
    {
        using var browser = Server.Browser();
        var (userCode, _) = await Server.BeginDeviceAsync();
        var going = await browser.AnswerAsync(await browser.GetAsync($"/api/auth/device?user_code={userCode}"), "allow");

        var back = await browser.ComeBackAsync(going.GoesTo, "code=ann");

        Assert.Equal(HttpStatusCode.TemporaryRedirect, back.Status);
        Assert.Equal("no-referrer", back.Headers["Referrer-Policy"]);
        Assert.Contains("no-store", back.Headers["Cache-Control"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Visits_ToTheProvider_HaveStateNonceAndVerifierOfTheirOwn()
    {
        using var browser = Server.Browser();
        for (var login = 0; login < 2; login++)
        {
            var (userCode, _) = await Server.BeginDeviceAsync();
            await browser.AnswerAsync(await browser.GetAsync($"/api/auth/device?user_code={userCode}"), "allow");
        }

        var visits = Installation.Providers.Visits;
        Assert.Equal((2, 2, 2), (visits.DistinctBy(visit => visit.State).Count(), visits.DistinctBy(visit => visit.Nonce).Count(), visits.DistinctBy(visit => visit.Verifier).Count()));
    }

    [Theory]
    [InlineData("http", "dirac-login=", false)]
    [InlineData("https", "__Host-dirac-login=", true)]
    public void Mark_OfABrowser_IsReadByTheServerAlone(string scheme, string name, bool isSecure)
    {
        var context = new DefaultHttpContext { Request = { Scheme = scheme } };

        BrowserMark.Establish(context);

        var cookie = context.Response.Headers.SetCookie.ToString();
        Assert.StartsWith(name, cookie, StringComparison.Ordinal);
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(isSecure, cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Values_FromAnywhere_NeverBecomeMarkup()
    {
        using var browser = Server.Browser();
        var (userCode, _) = await Server.BeginDeviceAsync();
        Installation.Providers.Answers["hostile"] = new ProviderAnswer.Refused(Script);
        var going = await browser.AnswerAsync(await browser.GetAsync($"/api/auth/device?user_code={userCode}"), "allow");
        var hostile = Uri.EscapeDataString(Script);

        foreach (var page in (TestBrowser.Page[])
        [
            await browser.GetAsync($"/api/auth/device?user_code={hostile}"),
            await browser.GetAsync($"/api/auth/device/complete?state={hostile}&error={hostile}"),
            await browser.GetAsync($"/api/auth/authorize?client_id={hostile}&redirect_uri={hostile}"),
            await browser.ComeBackAsync(going.GoesTo, $"error={hostile}&error_description={hostile}&error_uri={hostile}"),
            await browser.ComeBackAsync(going.GoesTo, "code=hostile"),
        ]) Assert.DoesNotContain("<script", page.Html, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("https://evil.example.org")]
    [InlineData("null")]
    public async Task Answer_FromAPageOfOthers_IsRefused(string origin)
    {
        using var browser = Server.Browser();
        var (userCode, _) = await Server.BeginDeviceAsync();

        var page = await browser.AnswerAsync(await browser.GetAsync($"/api/auth/device?user_code={userCode}"), "allow", origin);

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
    }

    [Fact]
    public async Task Answer_WithATicketOfAnotherBrowser_IsRefused()
    {
        using var thief = Server.Browser();
        using var victim = Server.Browser();
        var (userCode, _) = await Server.BeginDeviceAsync();
        var question = await thief.GetAsync($"/api/auth/device?user_code={userCode}");
        await victim.GetAsync($"/api/auth/device?user_code={userCode}");

        Assert.Equal(HttpStatusCode.BadRequest, (await victim.AnswerAsync(question, "allow")).Status);
        Assert.Equal(HttpStatusCode.OK, (await thief.AnswerAsync(question, "allow")).Status);
    }

    [Fact]
    public async Task Fields_ThatComeTwice_AreRefused()
    {
        Refused(await Server.PostAsync($"/api/auth/device?client_id={LoginServer.Client}&scope=vo:demo&scope=vo:home"), "invalid_request");
        Refused(await Server.PostAsync($"/api/auth/device?client_id={LoginServer.Client}&scope=vo:demo", ("scope", "vo:home")), "invalid_request");
    }

    [Fact]
    public async Task Link_IntoTheMiddleOfADevicesLogin_GivesNothing()
    {
        using var thief = Server.Browser();
        using var victim = Server.Browser();
        var (userCode, deviceCode) = await Server.BeginDeviceAsync();
        var going = await thief.AnswerAsync(await thief.GetAsync($"/api/auth/device?user_code={userCode}"), "allow");

        Assert.Equal(HttpStatusCode.BadRequest, (await victim.ComeBackAsync(going.GoesTo, "code=ann")).Status);
        Refused(await Server.PollAsync(deviceCode), "authorization_pending");
    }

    [Fact]
    public void Markup_Values_AreEncoded_AlsoInAttributes()
    {
        var html = LoginPages.GoOn(Script, "https://a.example.org/?x=\"><script>").Render();

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("&quot;&gt;&lt;script&gt;", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DeviceFlowExpireMinutes", "0")]
    [InlineData("DeviceFlowExpireMinutes", "61")]
    [InlineData("AuthorizationFlowExpireMinutes", "ten")]
    [InlineData("AllowLoopbackRedirects", "perhaps")]
    public void Settings_OutOfRange_AreToldByName(string option, string value)
    {
        var root = Model.Configuration.CfgSection.Empty.With($"/Systems/Framework/Auth/{option}", value);

        Assert.Contains(option, Assert.Throws<Model.Errors.DiracException>(() => LoginSettings.Read(root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_Given_AreRead()
    {
        var root = Model.Configuration.CfgSection.Empty.With("/Systems/Framework/Auth/DeviceFlowExpireMinutes", "5").With("/Systems/Framework/Auth/AllowLoopbackRedirects", "no");

        var settings = LoginSettings.Read(root);

        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), false), (settings.DeviceFlow, settings.AuthorizationFlow, settings.AllowLoopbackRedirects));
    }
}
