using System.Net;
using Dirac.Framework.Login.Flows;
using Dirac.Framework.Tests.Support;
using Dirac.Persistence;

namespace Dirac.Framework.Tests.Login;

/// <summary>The device flow from the device's wish to its tokens.</summary>
public abstract class DeviceFlowContract(Engine engine) : LoginContract(engine)
{
    [Fact]
    public async Task Begin_WithoutABody_GivesTheFieldsOfDiracX()
    {
        var (status, body) = await Server.PostAsync($"/api/auth/device?client_id={LoginServer.Client}&scope=vo:demo%20group:demo_user");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["user_code", "device_code", "verification_uri_complete", "verification_uri", "expires_in", "interval"], body.EnumerateObject().Select(field => field.Name));
        Assert.Matches("^[B-DF-HJ-NP-TV-XZ]{8}$", body.GetProperty("user_code").GetString());
        Assert.Equal($"{LoginInstallation.Issuer}/api/auth/device", body.GetProperty("verification_uri").GetString());
        Assert.Equal($"{LoginInstallation.Issuer}/api/auth/device?user_code={body.GetProperty("user_code").GetString()}", body.GetProperty("verification_uri_complete").GetString());
        Assert.Equal(600, body.GetProperty("expires_in").GetInt32());
    }

    [Fact]
    public async Task Begin_WithAForm_IsTheSame() =>
        Assert.Equal(HttpStatusCode.OK, (await Server.PostAsync("/api/auth/device", ("client_id", LoginServer.Client), ("scope", "vo:demo"))).Status);

    [Theory]
    [InlineData("client_id=other&scope=vo:demo", "invalid_client")]
    [InlineData("client_id=myDIRACClientID", "invalid_request")]
    [InlineData("scope=vo:demo", "invalid_request")]
    [InlineData("client_id=myDIRACClientID&scope=vo:demo&scope=vo:demo", "invalid_request")]
    [InlineData("client_id=myDIRACClientID&scope=vo:unknown", "invalid_scope")]
    [InlineData("client_id=myDIRACClientID&scope=vo:demo%20vo:home", "invalid_scope")]
    [InlineData("client_id=myDIRACClientID&scope=vo:demo%20group:home_user", "invalid_scope")]
    [InlineData("client_id=myDIRACClientID&scope=vo:demo%20property:Nonsense", "invalid_scope")]
    [InlineData("client_id=myDIRACClientID&scope=vo:demo%20openid", "invalid_scope")]
    [InlineData("client_id=myDIRACClientID&scope=vo:lone", "invalid_scope")]
    public async Task Begin_BadWish_IsRefused(string query, string error) => Refused(await Server.PostAsync($"/api/auth/device?{query}"), error);

    [Fact]
    public async Task WholeFlow_StartsAtOneServerAndEndsAtAnother()
    {
        await using var other = await LoginServer.StartAsync(Installation);
        using var browser = Server.Browser();
        var (userCode, deviceCode) = await Server.BeginDeviceAsync();
        Refused(await other.PollAsync(deviceCode), "authorization_pending");

        var question = await browser.GetAsync($"{other.Url}/api/auth/device?user_code={userCode}");
        var going = await browser.AnswerAsync(question, "allow");
        var back = await browser.ComeBackAsync(going.GoesTo, "code=ann", at: other.Url);
        Installation.Clock.Advance(TimeSpan.FromSeconds(5));
        var tokens = Given(await other.PollAsync(deviceCode));

        Assert.StartsWith(FakeProviders.Address, going.GoesTo, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.TemporaryRedirect, "/api/auth/device/complete/finished"), (back.Status, back.Location));
        Assert.Equal("demo:ann-at-idp", SubjectOf(tokens));
        Assert.True(await IsGoodAsync(tokens));
        Assert.Contains("Close this window", (await browser.GetAsync(back.Location!)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Poll_Twice_RevokesWhatTheFirstGot()
    {
        var deviceCode = await ApprovedAsync();
        var tokens = Given(await Server.PollAsync(deviceCode));

        Refused(await Server.PollAsync(deviceCode), "invalid_grant");

        Assert.False(await IsGoodAsync(tokens));
    }

    [Fact]
    public async Task Poll_ByManyAtOnce_LeavesNobodyWithTokens()
    {
        var deviceCode = await ApprovedAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Server.PollAsync(deviceCode)));

        Assert.InRange(replies.Count(reply => reply.Status == HttpStatusCode.OK), 0, 1);
        foreach (var reply in replies.Where(reply => reply.Status == HttpStatusCode.OK)) Assert.False(await IsGoodAsync(reply.Body));
    }

    [Fact]
    public async Task Poll_EveryTwoSeconds_IsPending_ButFasterIsSlowDown()
    {
        var (_, deviceCode) = await Server.BeginDeviceAsync();

        Refused(await Server.PollAsync(deviceCode), "authorization_pending");
        Refused(await Server.PollAsync(deviceCode), "slow_down");
        Installation.Clock.Advance(TimeSpan.FromSeconds(2));
        Refused(await Server.PollAsync(deviceCode), "authorization_pending");
    }

    [Fact]
    public async Task Poll_UnknownCode_OrAnotherClient_IsRefused()
    {
        var (_, deviceCode) = await Server.BeginDeviceAsync();

        Refused(await Server.PollAsync("unknown"), "invalid_grant");
        Refused(await Server.PostAsync("/api/auth/token", ("grant_type", LoginServer.DeviceGrant), ("client_id", "other"), ("device_code", deviceCode)), "invalid_client");
        Refused(await Server.TokenAsync(LoginServer.DeviceGrant), "invalid_request");
    }

    [Fact]
    public async Task Poll_OfACodeMadeForAnotherClient_IsRefused_AndTheCodeIsDead()
    {
        var deviceCode = await ApprovedAsync();
        await ChangeAsync("UPDATE {x_DeviceFlows} SET ClientID = 'other'");
        Refused(await Server.PollAsync(deviceCode), "invalid_grant");

        await ChangeAsync($"UPDATE {{x_DeviceFlows}} SET ClientID = '{LoginServer.Client}'");

        Refused(await Server.PollAsync(deviceCode), "invalid_grant");
    }

    [Fact]
    public async Task Expired_IsToldToBoth()
    {
        using var browser = Server.Browser();
        var (userCode, deviceCode) = await Server.BeginDeviceAsync();

        Installation.Clock.Advance(TimeSpan.FromMinutes(10));

        Refused(await Server.PollAsync(deviceCode), "expired_token");
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync($"/api/auth/device?user_code={userCode}")).Status);
    }

    [Fact]
    public async Task DeniedByThePerson_IsToldToTheDevice()
    {
        using var browser = Server.Browser();
        var (userCode, deviceCode) = await Server.BeginDeviceAsync();

        var page = await browser.AnswerAsync(await browser.GetAsync($"/api/auth/device?user_code={userCode}"), "refuse");

        Assert.Contains("The program gets nothing", page.Html, StringComparison.Ordinal);
        Refused(await Server.PollAsync(deviceCode), "access_denied");
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync($"/api/auth/device?user_code={userCode}")).Status);
    }

    [Theory]
    [InlineData("code=stranger", "administrator")]
    [InlineData("code=nobody", "not for you")]
    [InlineData("code=wrong", "not known")]
    [InlineData("code=bob", "in no group of demo")]
    [InlineData("code=sue", "not an active user")]
    [InlineData("error=access_denied&error_description=x", "refused")]
    public async Task WhoMayNot_IsTold_AndSoIsTheDevice(string fields, string expected)
    {
        using var browser = Server.Browser();
        var (userCode, deviceCode) = await Server.BeginDeviceAsync();
        var going = await browser.AnswerAsync(await browser.GetAsync($"/api/auth/device?user_code={userCode}"), "allow");

        var page = await browser.ComeBackAsync(going.GoesTo, fields);

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Contains(expected, WebUtility.HtmlDecode(page.Html), StringComparison.Ordinal);
        Refused(await Server.PollAsync(deviceCode), "access_denied");
    }

    [Fact]
    public async Task ProviderInTrouble_LeavesTheLoginOpen()
    {
        using var browser = Server.Browser();
        var (userCode, deviceCode) = await Server.BeginDeviceAsync();
        var going = await browser.AnswerAsync(await browser.GetAsync($"/api/auth/device?user_code={userCode}"), "allow");

        Assert.Equal(HttpStatusCode.BadGateway, (await browser.ComeBackAsync(going.GoesTo, "error=server_error&error_description=<script>alert(1)</script>")).Status);
        Installation.Providers.IsDown = true;
        var down = await browser.ComeBackAsync(going.GoesTo, "code=ann");
        Installation.Providers.IsDown = false;
        Refused(await Server.PollAsync(deviceCode), "authorization_pending");
        await browser.ComeBackAsync(going.GoesTo, "code=ann");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, down.Status);
        Assert.Contains("does not answer", down.Html, StringComparison.Ordinal);
        Given(await Server.PollAsync(deviceCode));
    }

    [Fact]
    public async Task RightsLostBetweenLoginAndTokens_GiveNone()
    {
        var deviceCode = await ApprovedAsync();
        await ChangeAsync("UPDATE {x_DeviceFlows} SET UserName = 'sue'");

        Refused(await Server.PollAsync(deviceCode), "access_denied");
    }

    [Fact]
    public async Task GuessedUserCodes_AreThrottled_RightOnesToo()
    {
        using var browser = Server.Browser();
        var (userCode, _) = await Server.BeginDeviceAsync();
        for (var wrong = 0; wrong < CodeGuesses.PerAddress; wrong++)
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync("/api/auth/device?user_code=BCDFGHJK")).Status);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.GetAsync($"/api/auth/device?user_code={userCode}")).Status);
        Installation.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/api/auth/device?user_code={userCode}")).Status);
    }

    [Fact]
    public async Task Codes_AreStoredAsHashes()
    {
        var (_, deviceCode) = await Server.BeginDeviceAsync();

        var stored = await Installation.Databases.Get("AuthDB").ReadAsync((session, token) => session.ScalarAsync<string>("SELECT DeviceCodeHash FROM {x_DeviceFlows}", null, token), Token);

        Assert.Equal(43, deviceCode.Length);
        Assert.Equal(CodeHash.Of(deviceCode), stored);
    }

    private async Task<string> ApprovedAsync()
    {
        using var browser = Server.Browser();
        var (userCode, deviceCode) = await Server.BeginDeviceAsync();
        var going = await browser.AnswerAsync(await browser.GetAsync($"/api/auth/device?user_code={userCode}"), "allow");
        await browser.ComeBackAsync(going.GoesTo, "code=ann");
        return deviceCode;
    }

    private Task ChangeAsync(string sql) => Installation.Databases.Get("AuthDB").WriteAsync((session, token) => session.ExecuteAsync(sql, null, token), Token);
}

public sealed class SqliteDeviceFlowTests() : DeviceFlowContract(Engine.Sqlite);

public sealed class MySqlDeviceFlowTests() : DeviceFlowContract(Engine.MySql);
