using System.Net;
using System.Text.Json;
using System.Web;
using Dirac.Framework.Login.Flows;
using Dirac.Framework.Tests.Support;
using Dirac.Persistence;

namespace Dirac.Framework.Tests.Login;

/// <summary>The authorization code flow from a client's wish to its tokens.</summary>
public abstract class AuthorizationFlowContract(Engine engine) : LoginContract(engine)
{
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Loopback = "http://127.0.0.1:4711/cb";

    [Fact]
    public async Task WholeFlow_OfAPortal_StartsAtOneServerAndEndsAtAnother()
    {
        await using var other = await LoginServer.StartAsync(Installation);
        using var browser = Server.Browser();

        var going = await browser.GetAsync(Address(("nonce", "ignored")));
        var back = await browser.ComeBackAsync(going.Location!, "code=ann", at: other.Url);
        var code = CodeOf(back.Location!);
        var tokens = Given(await RedeemAsync(code, at: Server));

        Assert.Equal(HttpStatusCode.TemporaryRedirect, going.Status);
        Assert.Equal(HttpStatusCode.TemporaryRedirect, back.Status);
        Assert.Equal($"{LoginServer.Portal}?code={code}&state=s%3C1%20", back.Location);
        Assert.Equal("demo:ann-at-idp", SubjectOf(tokens));
        Assert.True(await IsGoodAsync(tokens));
    }

    [Fact]
    public async Task Loopback_AsksThePersonFirst_SinceNobodyKnowsWhoWaitsThere()
    {
        using var browser = Server.Browser();

        var question = await browser.GetAsync(Address(("redirect_uri", Loopback)));
        var going = await browser.AnswerAsync(question, "allow");
        var back = await browser.ComeBackAsync(going.GoesTo, "code=ann");

        Assert.Contains("http://127.0.0.1:4711", question.Html, StringComparison.Ordinal);
        Assert.StartsWith($"{Loopback}?code=", back.Location, StringComparison.Ordinal);
        Given(await RedeemAsync(CodeOf(back.Location!), redirect: Loopback));
    }

    [Fact]
    public async Task OwnPortal_IsSentItsCodeWithoutBeingConfigured()
    {
        using var browser = Server.Browser();

        var going = await browser.GetAsync(Address(("redirect_uri", $"{LoginInstallation.Issuer}/#authentication-callback")));

        Assert.StartsWith(FakeProviders.Address, going.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loopback_Refused_IsToldToTheClient()
    {
        using var browser = Server.Browser();

        var page = await browser.AnswerAsync(await browser.GetAsync(Address(("redirect_uri", Loopback))), "refuse");

        Assert.StartsWith($"{Loopback}?error=access_denied&error_description=", page.GoesTo, StringComparison.Ordinal);
        Assert.EndsWith("&state=s%3C1%20", page.GoesTo, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoMayNot_IsToldToTheClient_AtItsCheckedAddress()
    {
        foreach (var (fields, error) in ((string fields, string error)[])
        [
            ("error=access_denied&error_description=<script>", "access_denied"),
            ("error=temporarily_unavailable", "temporarily_unavailable"),
            ("error=invalid_request", "server_error"),
            ("error=%0d%0aX-Evil:1", "server_error"),
            ("code=stranger", "access_denied"),
            ("code=nobody", "access_denied"),
            ("code=bob", "access_denied"),
            ("code=sue", "access_denied"),
        ])
        {
            using var browser = Server.Browser();

            var back = await browser.ComeBackAsync((await browser.GetAsync(Address())).Location!, fields);

            Assert.Equal(HttpStatusCode.TemporaryRedirect, back.Status);
            Assert.StartsWith($"{LoginServer.Portal}?error={error}&error_description=", back.Location, StringComparison.Ordinal);
            Assert.EndsWith("&state=s%3C1%20", back.Location, StringComparison.Ordinal);
            Assert.DoesNotContain("script%3E", back.Location, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task BadWish_IsToldToTheClientByItsBrowser_AndAsJsonToPrograms()
    {
        foreach (var (field, value, error) in ((string field, string? value, string error)[])
        [
            ("response_type", "token", "unsupported_response_type"),
            ("response_type", null, "invalid_request"),
            ("code_challenge", null, "invalid_request"),
            ("code_challenge", "short", "invalid_request"),
            ("code_challenge_method", "plain", "invalid_request"),
            ("code_challenge_method", null, "invalid_request"),
            ("scope", "vo:unknown", "invalid_scope"),
            ("scope", "vo:demo vo:home", "invalid_scope"),
            ("scope", "vo:lone", "invalid_scope"),
            ("scope", null, "invalid_request"),
            ("state", new string('s', 2_049), "invalid_request"),
        ])
        {
            using var browser = Server.Browser();
            using var program = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

            var page = await browser.GetAsync(Address((field, value)));
            using var reply = await program.GetAsync(Server.Url + Address((field, value)), Token);

            Assert.StartsWith($"{LoginServer.Portal}?error={error}&", page.Location, StringComparison.Ordinal);
            Refused((reply.StatusCode, JsonDocument.Parse(await reply.Content.ReadAsStringAsync(Token)).RootElement), error);
        }
    }

    [Fact]
    public async Task UnknownClientOrAddress_IsNeverRedirectedTo()
    {
        foreach (var (field, value) in ((string field, string? value)[])
        [
            ("redirect_uri", "https://evil.example.org/"),
            ("redirect_uri", "https://portal.example.org@evil.example.org/#authentication-callback"),
            ("redirect_uri", "javascript:alert(1)"),
            ("redirect_uri", null),
            ("client_id", "other"),
            ("client_id", null),
        ])
        {
            using var browser = Server.Browser();

            var page = await browser.GetAsync(Address((field, value)));

            Assert.Equal(HttpStatusCode.BadRequest, page.Status);
            Assert.Null(page.Location);
            Assert.DoesNotContain("evil", page.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Code_WithAnotherVerifier_IsRefused_AndDeadFromThen()
    {
        var code = await CodeAsync();

        Refused(await RedeemAsync(code, verifier: new string('a', 43)), "invalid_grant");

        Refused(await RedeemAsync(code), "invalid_grant");
    }

    [Fact]
    public async Task Code_ForAnotherAddress_IsRefused_AndDeadFromThen()
    {
        var code = await CodeAsync();

        Refused(await RedeemAsync(code, redirect: LoginServer.Portal + "/"), "invalid_grant");

        Refused(await RedeemAsync(code), "invalid_grant");
    }

    [Fact]
    public async Task Code_WithoutItsVerifier_IsNotUsedUp()
    {
        var code = await CodeAsync();

        Refused(await Server.TokenAsync("authorization_code", ("code", code), ("redirect_uri", LoginServer.Portal)), "invalid_request");

        Given(await RedeemAsync(code));
    }

    [Fact]
    public async Task Code_Twice_RevokesWhatTheFirstGot_AndNothingElse()
    {
        var code = await CodeAsync();
        var tokens = Given(await RedeemAsync(code));
        var others = Given(await RedeemAsync(await CodeAsync()));

        Refused(await RedeemAsync(code), "invalid_grant");

        Assert.True(await IsGoodAsync(others));
        Assert.False(await IsGoodAsync(tokens));
    }

    [Fact]
    public async Task Code_AfterAMinute_IsRefused()
    {
        var code = await CodeAsync();

        Installation.Clock.Advance(TimeSpan.FromSeconds(61));

        Refused(await RedeemAsync(code), "invalid_grant");
    }

    [Fact]
    public async Task Code_Guessed_IsRefused() => Refused(await RedeemAsync("guess"), "invalid_grant");

    [Fact]
    public async Task ComingBack_WithAnotherBrowser_IsRefused_SoALinkAloneGivesNothing()
    {
        using var thief = Server.Browser();
        using var victim = Server.Browser();
        var going = await thief.GetAsync(Address());
        await victim.GetAsync(Address());

        Assert.Equal(HttpStatusCode.BadRequest, (await victim.ComeBackAsync(going.Location!, "code=ann")).Status);
    }

    [Fact]
    public async Task ComingBack_Twice_IsRefused()
    {
        using var browser = Server.Browser();
        var going = await browser.GetAsync(Address());
        await browser.ComeBackAsync(going.Location!, "code=ann");

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.ComeBackAsync(going.Location!, "code=ann")).Status);
    }

    [Fact]
    public async Task ComingBack_TooLate_OrWithAForgedState_OrToTheOtherFlow_IsRefused()
    {
        using var browser = Server.Browser();
        var state = HttpUtility.ParseQueryString(new Uri((await browser.GetAsync(Address())).Location!).Query)["state"]!;

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync($"/api/auth/authorize/complete?code=ann&state={state[..^2]}AA")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync($"/api/auth/device/complete?code=ann&state={state}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync("/api/auth/authorize/complete?code=ann")).Status);
        Installation.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync($"/api/auth/authorize/complete?code=ann&state={state}")).Status);
    }

    private static string CodeOf(string location) => HttpUtility.ParseQueryString(location[(location.IndexOf('?', StringComparison.Ordinal) + 1)..])["code"]!;

    private static string Address(params (string Name, string? Value)[] changes)
    {
        Dictionary<string, string?> fields = new()
        {
            ["response_type"] = "code", ["client_id"] = LoginServer.Client, ["redirect_uri"] = LoginServer.Portal, ["scope"] = "vo:demo group:demo_user",
            ["state"] = "s<1 ", ["code_challenge"] = CodeChallenge.Of(Verifier), ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes) fields[name] = value;
        return "/api/auth/authorize?" + string.Join('&', fields.Where(field => field.Value is not null).Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value!)}"));
    }

    private async Task<string> CodeAsync()
    {
        using var browser = Server.Browser();
        return CodeOf((await browser.ComeBackAsync((await browser.GetAsync(Address())).Location!, "code=ann")).Location!);
    }

    private Task<(HttpStatusCode Status, JsonElement Body)> RedeemAsync(string code, string verifier = Verifier, string redirect = LoginServer.Portal, LoginServer? at = null) =>
        (at ?? Server).TokenAsync("authorization_code", ("code", code), ("redirect_uri", redirect), ("code_verifier", verifier));
}

public sealed class SqliteAuthorizationFlowTests() : AuthorizationFlowContract(Engine.Sqlite);

public sealed class MySqlAuthorizationFlowTests() : AuthorizationFlowContract(Engine.MySql);
