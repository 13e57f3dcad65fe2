using System.Text.Json.Nodes;
using Dirac.Framework.Tests.Support;
using Dirac.IdentityProvider;

namespace Dirac.Framework.Tests.Providers;

/// <summary>Calls over https with access tokens of a VO's identity provider, as DIRAC's clients make them.</summary>
public sealed class ForeignTokenTests(ForeignCalls calls) : IClassFixture<ForeignCalls>
{
    private const int Refused = 401;

    public static TheoryData<string, JsonNode?> GoodClaims => new()
    {
        { "aud", "dirac" },
        { "aud", new JsonArray("another", "dirac") },
        { "aud", "https://dirac.example.org" },
        { "scope", null },
        { "jti", null },
        { "iat", null },
        { "iat", 1_500_000_000.25 },
        { "exp", 3_999_999_999.5 },
    };

    public static TheoryData<string, JsonNode?> BadClaims => new()
    {
        { "exp", 1_000_000_000 },
        { "exp", 1_000_000_000.5 },
        { "exp", 1e18 },
        { "exp", null },
        { "nbf", 4_000_000_000 },
        { "iat", 4_000_000_000 },
        { "iss", "https://another.example.org" },
        { "iss", "" },
        { "iss", null },
        { "aud", "another" },
        { "aud", new JsonArray() },
        { "aud", null },
        { "sub", "sub-nobody" },
        { "sub", "sub-bob" },
        { "sub", "sub-eve" },
        { "sub", "sub-two" },
        { "sub", null },
        { "nonce", "n" },
        { "at_hash", "h" },
        { "typ", "ID" },
    };

    [Theory]
    [MemberData(nameof(GoodClaims))]
    public async Task Call_TokenForUs_IsMadeAsTheUserOfItsSubject(string claim, JsonNode? value)
    {
        var token = calls.Provider.Sign(calls.Claims((claim, value?.DeepClone())));

        Assert.Equal((200, "/O=DIRAC/CN=sub-ann", "ann", "demo_user"), await calls.WhoAmIAsync(token));
    }

    [Theory]
    [MemberData(nameof(BadClaims))]
    public async Task Call_TokenThatSaysSomethingElse_IsRefused(string claim, JsonNode? value) =>
        Assert.Equal(Refused, (await calls.WhoAmIAsync(calls.Provider.Sign(calls.Claims((claim, value?.DeepClone()))))).Status);

    [Theory]
    [InlineData(Misbehaviour.AlgNone)]
    [InlineData(Misbehaviour.Hs256)]
    [InlineData(Misbehaviour.ForeignKey)]
    [InlineData(Misbehaviour.DemandsExtension)]
    public async Task Call_TokenThatIsForged_IsRefused(Misbehaviour wrong) => Assert.Equal(Refused, (await calls.WhoAmIAsync(calls.Provider.Sign(calls.Claims(), wrong))).Status);

    [Fact]
    public async Task Call_TokenWithAnotherPayload_IsRefused_ThoughTheFirstWasTaken()
    {
        var (good, other) = (calls.Provider.Sign(calls.Claims()).Split('.'), calls.Provider.Sign(calls.Claims(("scope", "wlcg.groups:/demo/production"))).Split('.'));
        Assert.Equal(200, (await calls.WhoAmIAsync(string.Join('.', good))).Status);

        Assert.Equal(Refused, (await calls.WhoAmIAsync($"{good[0]}.{other[1]}.{good[2]}")).Status);
    }

    [Theory]
    [InlineData("client_id", "dirac", 200)]
    [InlineData("azp", "dirac", 200)]
    [InlineData("client_id", "another", Refused)]
    public async Task Call_TokenWithoutAudience_IsTakenWhenWeGotIt(string claim, string client, int status) =>
        Assert.Equal(status, (await calls.WhoAmIAsync(calls.Provider.Sign(calls.Claims(("aud", null), (claim, client))))).Status);

    [Theory]
    [InlineData("openid wlcg.groups:/demo/production", null, "demo_prod")]
    [InlineData("openid wlcg.groups:/demo/production", "\"demo_user\"", "demo_user")]
    [InlineData("openid", "\"demo_admin\"", "demo_admin")]
    [InlineData("openid", "\"demo_prod\"", null)]
    [InlineData("openid", "\"bio_user\"", null)]
    [InlineData("openid", "\"no_such\"", null)]
    public async Task Call_Group_IsTheTokensOrTheOneAskedForAmongTheUsers(string scope, string? extra, string? group)
    {
        var said = await calls.WhoAmIAsync(calls.Provider.Sign(calls.Claims(("scope", scope))), extra);

        Assert.Equal((group is null ? Refused : 200, group), (said.Status, said.Group));
    }

    [Theory]
    [InlineData("\"hosts\"")]
    [InlineData("[\"/CN=bob\", \"demo_user\"]")]
    public async Task Call_ClaimsOfHosts_MakeNobodyElseOfTheCaller(string extra) =>
        Assert.Equal((200, "/O=DIRAC/CN=sub-ann", "ann", "demo_user"), await calls.WhoAmIAsync(calls.Provider.Sign(calls.Claims()), extra));

    [Fact]
    public async Task Call_ManyTimes_AsksTheProviderOnce()
    {
        await calls.WhoAmIAsync(calls.Provider.Sign(calls.Claims()));
        var asked = (calls.Provider.RequestsOf("/jwks"), calls.Provider.RequestsOf("/.well-known/openid-configuration"));

        for (var i = 0; i < 5; i++) Assert.Equal(200, (await calls.WhoAmIAsync(calls.Provider.Sign(calls.Claims()))).Status);

        Assert.Equal(asked, (calls.Provider.RequestsOf("/jwks"), calls.Provider.RequestsOf("/.well-known/openid-configuration")));
        Assert.Equal((1, 1), asked);
    }

    [Fact]
    public async Task Rest_TakesOnlyOurTokens() =>
        Assert.Equal(Refused, (await calls.Server.GetAsync("/api/auth/userinfo", $"Bearer {calls.Provider.Sign(calls.Claims())}")).Status);
}
