using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dirac.Security.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace Dirac.Security.Tests.Tokens;

/// <summary>Refresh tokens, and forged tokens of both kinds.</summary>
public sealed class RefreshTokenTests : IDisposable
{
    private readonly TokenFixture _fixture = new();
    private readonly RefreshTokenCodec _codec;

    public RefreshTokenTests() => _codec = new RefreshTokenCodec(_fixture.Ring, _fixture.Clock);

    public static TheoryData<string, string, string> Forgeries => new()
    {
        { """{"alg":"none"}""", "", "signature" },
        { """{"alg":"RS256","kid":"KID"}""", ",\"aud\":\"https://other.example.org\"", "another service" },
        { """{"alg":"RS256","kid":"KID"}""", ",\"nbf\":4000000000", "not good yet" },
        { """{"alg":"RS256","kid":"other"}""", "", "signature" },
        { """{"alg":"RS384","kid":"KID"}""", "", "signature" },
        { """{"alg":"ES256","kid":"KID"}""", "", "signature" },
        { """{"alg":"HS256","kid":"KID"}""", "", "signature" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Read_WhatWasWritten_IsTheSame_WithTheClaimsOfTheSurface()
    {
        var token = new RefreshTokenId(_codec.NewId(), DateTimeOffset.FromUnixTimeSeconds(_fixture.Clock.GetUtcNow().ToUnixTimeSeconds() + 60), IsLegacy: true);
        var text = _codec.Write(token);

        Assert.Equal(token, Assert.IsType<RefreshTokenVerdict.Valid>(await _codec.ReadAsync(text, Cancellation)).Token);
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(text.Split('.')[1]));
        Assert.Equal(["dirac_policies", "exp", "jti", "legacy_exchange"], claims.RootElement.EnumerateObject().Select(claim => claim.Name).Order(StringComparer.Ordinal));
        Assert.Equal(7, Guid.Parse(token.Id).Version);
    }

    [Fact]
    public async Task Read_AtItsEnd_IsRefused()
    {
        var text = _codec.Write(new RefreshTokenId(_codec.NewId(), _fixture.Clock.GetUtcNow().AddSeconds(60), IsLegacy: false));

        _fixture.Clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Contains("expired", Assert.IsType<RefreshTokenVerdict.Refused>(await _codec.ReadAsync(text, Cancellation)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"jti":"no-uuid","exp":4000000000,"legacy_exchange":false}""")]
    [InlineData("""{"exp":4000000000,"legacy_exchange":false}""")]
    [InlineData("""{"jti":"0193f0a0-0000-7000-8000-000000000000","exp":4000000000}""")]
    [InlineData("""{"jti":"0193f0a0-0000-7000-8000-000000000000","exp":4000000000,"legacy_exchange":"no"}""")]
    public async Task Read_OurSignatureUnderOtherClaims_IsNoRefreshToken(string claims)
    {
        var text = Sign($$"""{"alg":"RS256","kid":"{{_fixture.Keys.SigningKeyId}}"}""", claims);

        Assert.Contains("not a refresh token", Assert.IsType<RefreshTokenVerdict.Refused>(await _codec.ReadAsync(text, Cancellation)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task Read_Forged_IsRefused_AsIsAnAccessToken(string header, string more, string reason)
    {
        header = header.Replace("KID", _fixture.Keys.SigningKeyId, StringComparison.Ordinal);
        var refresh = Sign(header, $$"""{"jti":"{{_codec.NewId()}}","exp":4000000001,"legacy_exchange":false{{more}}}""");
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(_fixture.Issuer.Issue(TokenFixture.Ann).Value.Split('.')[1]));
        var access = Sign(header, payload[..^1] + more + "}");

        var refused = Assert.IsType<RefreshTokenVerdict.Refused>(await _codec.ReadAsync(refresh, Cancellation));
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
        Assert.Equal(refused.Reason, Assert.IsType<TokenVerdict.Refused>(await _fixture.Validator.ValidateAsync(access, Cancellation)).Reason);
    }

    [Fact]
    public async Task Read_NoKeyNamed_IsTriedWithOurKeys()
    {
        var text = Sign("""{"alg":"RS256"}""", $$"""{"jti":"{{_codec.NewId()}}","exp":4000000000,"legacy_exchange":false}""");

        Assert.IsType<RefreshTokenVerdict.Valid>(await _codec.ReadAsync(text, Cancellation));
    }

    // Signed as well as it can be: with our key for RSA, with our public key as the secret for HMAC.
    private string Sign(string header, string claims)
    {
        var content = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        var (bytes, rsa) = (Encoding.ASCII.GetBytes(content), ((RsaSecurityKey)_fixture.Keys.Signing.Key).Rsa);
        byte[] signature = header switch
        {
            _ when header.Contains("none", StringComparison.Ordinal) => [],
            _ when header.Contains("HS256", StringComparison.Ordinal) => HMACSHA256.HashData(rsa.ExportSubjectPublicKeyInfo(), bytes),
            _ when header.Contains("RS384", StringComparison.Ordinal) => rsa.SignData(bytes, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
            _ => rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }
}
