using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using FsCheck.Xunit;

namespace Dirac.Security.Tests.Tokens;

public sealed class TokenTests : IDisposable
{
    private readonly TokenFixture _fixture = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Validate_OwnUserToken_GivesTheCallerItWasMadeFor()
    {
        var token = _fixture.Issuer.Issue(TokenFixture.Ann);

        var caller = Assert.IsType<TokenVerdict.Valid>(await _fixture.Validator.ValidateAsync(token.Value, Cancellation)).Caller;

        Assert.Equal(token.Caller, caller);
        Assert.Equal(("demo:ann", "ann", "demo", "demo_user", CallerKind.User), (caller.Subject, caller.UserName, caller.Vo, caller.Group, caller.Kind));
        Assert.Equal(1200, token.ToReply().ExpiresIn);
        Assert.DoesNotContain(token.Value, token.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_PilotToken_CarriesStampSiteAndOnlyGenericPilot()
    {
        var token = _fixture.Issuer.Issue(new PilotIdentity("stamp1", "demo", "DIRAC.Local.org"));

        var caller = Assert.IsType<TokenVerdict.Valid>(await _fixture.Validator.ValidateAsync(token.Value, Cancellation)).Caller;

        Assert.Equal((CallerKind.Pilot, "stamp1", "DIRAC.Local.org"), (caller.Kind, caller.PilotStamp, caller.Site));
        Assert.Equal(["GenericPilot"], caller.Properties);
    }

    [Fact]
    public async Task Validate_PayloadToken_IsTheOwnersInNameAndTheJobsInSubject()
    {
        var job = new PayloadJob(42, 3);
        var token = _fixture.Issuer.Issue(new PayloadIdentity("ann", "demo", "demo_user", new PropertySet(["NormalUser"]), job));

        var caller = Assert.IsType<TokenVerdict.Valid>(await _fixture.Validator.ValidateAsync(token.Value, Cancellation)).Caller;

        Assert.Equal((CallerKind.Payload, job), (caller.Kind, caller.Job!.Value));
        Assert.Equal(("demo:job:42", "ann", "demo_user"), (caller.Subject, caller.UserName, caller.Group));
        Assert.Equal(1200, token.ToReply().ExpiresIn);
    }

    [Fact]
    public void Issue_UserToken_HasExactlyTheClaimsOfTheSurface()
    {
        var parts = _fixture.Issuer.Issue(TokenFixture.Ann).Value.Split('.');
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
        using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));

        Assert.Equal("RS256", header.RootElement.GetProperty("alg").GetString());
        Assert.Equal(
            ["dirac_group", "dirac_policies", "dirac_properties", "exp", "iss", "jti", "preferred_username", "sub", "vo"],
            payload.RootElement.EnumerateObject().Select(claim => claim.Name).Order(StringComparer.Ordinal));
        Assert.Equal(7, Guid.Parse(payload.RootElement.GetProperty("jti").GetString()!).Version);
        Assert.Equal("[\"JobSharing\",\"NormalUser\"]", payload.RootElement.GetProperty("dirac_properties").GetRawText());
    }

    [Fact]
    public async Task Validate_AfterItsEnd_IsRefused_RememberedOrNot()
    {
        var token = _fixture.Issuer.Issue(TokenFixture.Ann).Value;
        Assert.IsType<TokenVerdict.Valid>(await _fixture.Validator.ValidateAsync(token, Cancellation));

        _fixture.Clock.Advance(TimeSpan.FromMinutes(20));

        await AssertRefusedAsync(_fixture.Validator, token, "expired");
        Assert.Equal(0, _fixture.Validator.Remembered);
        await AssertRefusedAsync(new TokenValidator(_fixture.Ring, _fixture.Options, _fixture.Clock), token, "expired");
    }

    [Fact]
    public async Task Validate_SameTokenAgain_IsRememberedOnce()
    {
        var token = _fixture.Issuer.Issue(TokenFixture.Ann).Value;

        await _fixture.Validator.ValidateAsync(token, Cancellation);
        await _fixture.Validator.ValidateAsync(token, Cancellation);

        Assert.Equal(1, _fixture.Validator.Remembered);
    }

    [Fact]
    public async Task Validate_AnotherIssuersClaim_IsRefused()
    {
        var token = new TokenIssuer(_fixture.Ring, new TokenOptions("https://elsewhere.example.org"), _fixture.Clock).Issue(TokenFixture.Ann).Value;

        await AssertRefusedAsync(_fixture.Validator, token, "another issuer");
    }

    [Fact]
    public async Task Validate_AnotherKey_IsRefused()
    {
        using var stranger = new TokenFixture(isStranger: true);

        await AssertRefusedAsync(_fixture.Validator, stranger.Issuer.Issue(TokenFixture.Ann).Value, "signature");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("")]
    public async Task Validate_Unsigned_IsRefused(string algorithm)
    {
        var payload = _fixture.Issuer.Issue(TokenFixture.Ann).Value.Split('.')[1];

        await AssertRefusedAsync(_fixture.Validator, $"{Text($"{{\"alg\":\"{algorithm}\",\"typ\":\"JWT\"}}")}.{payload}.", "");
    }

    [Fact]
    public async Task Validate_PublicKeyUsedAsHmacSecret_IsRefused()
    {
        var key = _fixture.Keys.Signing.Key.KeyId;
        var content = $"{Text($"{{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"{key}\"}}")}.{_fixture.Issuer.Issue(TokenFixture.Ann).Value.Split('.')[1]}";
        var forged = $"{content}.{Base64Url.EncodeToString(HMACSHA256.HashData(_fixture.Keys.PublicKeySet.Span, Encoding.ASCII.GetBytes(content)))}";

        await AssertRefusedAsync(_fixture.Validator, forged, "signature");
    }

    [Fact]
    public async Task Validate_SignedByOurKeyWithAnotherAlgorithm_IsRefused()
    {
        var key = (Microsoft.IdentityModel.Tokens.RsaSecurityKey)_fixture.Keys.Signing.Key;
        var content = $"{Text($"{{\"alg\":\"PS256\",\"typ\":\"JWT\",\"kid\":\"{key.KeyId}\"}}")}.{_fixture.Issuer.Issue(TokenFixture.Ann).Value.Split('.')[1]}";
        var signature = key.Rsa.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pss);

        await AssertRefusedAsync(_fixture.Validator, $"{content}.{Base64Url.EncodeToString(signature)}", "");
    }

    [Fact]
    public async Task Validate_ChangedClaims_IsRefused()
    {
        var parts = _fixture.Issuer.Issue(TokenFixture.Ann).Value.Split('.');
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace("NormalUser", "JobAdministrator", StringComparison.Ordinal);

        await AssertRefusedAsync(_fixture.Validator, $"{parts[0]}.{Text(payload)}.{parts[2]}", "signature");
    }

    [Fact]
    public async Task Validate_OurSignatureUnderOtherClaims_IsNoAccessToken()
    {
        var handler = new Microsoft.IdentityModel.JsonWebTokens.JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false };
        var refresh = handler.CreateToken("""{"iss":"https://dirac.example.org","jti":"x","exp":4000000000}""", _fixture.Keys.Signing);

        await AssertRefusedAsync(_fixture.Validator, refresh, "not an access token");
    }

    [Fact]
    public async Task Validate_HugeText_IsRefusedUnread() => await AssertRefusedAsync(_fixture.Validator, new string('a', 1_000_000), "too long");

    [Property]
    public async Task<bool> Validate_AnyText_IsRefusedWithoutThrowing(string? text) =>
        await _fixture.Validator.ValidateAsync(text ?? "", CancellationToken.None) is TokenVerdict.Refused;

    private static string Text(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static async Task AssertRefusedAsync(TokenValidator validator, string token, string reason)
    {
        var refused = Assert.IsType<TokenVerdict.Refused>(await validator.ValidateAsync(token, Cancellation));
        Assert.Contains(reason, refused.Reason, StringComparison.OrdinalIgnoreCase);
    }
}
