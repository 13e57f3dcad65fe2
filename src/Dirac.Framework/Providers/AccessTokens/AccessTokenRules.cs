using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Verdict = Dirac.Framework.Providers.ProviderVerdict<Dirac.Framework.Providers.AccessTokens.ForeignToken>;

namespace Dirac.Framework.Providers.AccessTokens;

/// <summary>Judges access tokens of identity providers (RFC 9068, and the profiles of WLCG and AARC, which have no type of their own). Asks nobody.</summary>
/// <remarks>
/// A provider makes tokens for many services and clients. One is taken that says it is for us: by <c>aud</c>, else by the client that got it. ID tokens,
/// which say the same of themselves, prove a login and are handed to browsers; they open nothing here.
/// </remarks>
internal static class AccessTokenRules
{
    // What only ID tokens and refresh tokens have.
    private static readonly string[] OthersClaims = ["nonce", "at_hash", "c_hash"];
    private static readonly string[] OthersTypes = ["ID", "Refresh", "Offline"];

    /// <summary>Judges <paramref name="token"/>.</summary>
    /// <param name="token">The token, taken apart.</param>
    /// <param name="settings">The provider that it names.</param>
    /// <param name="keys">The provider's keys.</param>
    /// <param name="now">The moment.</param>
    public static async Task<Verdict> JudgeAsync(JsonWebToken token, ProviderSettings settings, ProviderKeySet keys, DateTimeOffset now)
    {
        if (!IdTokenRules.Algorithms.Contains(token.Alg)) return new Verdict.Refused("it is not signed with a private key");
        if (IdTokenRules.DemandsExtension(token)) return new Verdict.Refused(IdTokenRules.Demands);
        if (!keys.MayHold(token.Kid)) return Verdict.UnknownKey.Instance;
        var result = await new JsonWebTokenHandler { MaximumTokenSizeInBytes = IdTokenRules.LongestToken }.ValidateTokenAsync(token, Parameters(token.Issuer, keys, now));
        if (!result.IsValid) return new Verdict.Refused(IdTokenRules.Explain(result.Exception));
        if (IdTokenRules.Claims(token) is not { } claims) return new Verdict.Refused("its claims cannot be understood");
        return WhyNot(claims, settings, now) is { } reason ? new Verdict.Refused(reason) : new Verdict.Good(Read(claims, token.Issuer));
    }

    // The issuer was compared when the provider was looked up by it; the audience is looked at below, as it may be missing.
    private static TokenValidationParameters Parameters(string issuer, ProviderKeySet keys, DateTimeOffset now) => new()
    {
        ValidAlgorithms = IdTokenRules.Algorithms,
        TryAllIssuerSigningKeys = false,
        IssuerSigningKeyResolver = (_, _, keyId, _) => keys.Keys.Where(key => string.IsNullOrEmpty(keyId) || key.KeyId == keyId),
        ValidIssuer = issuer,
        ValidateAudience = false,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (notBefore, expires, _, _) => expires > (now - IdTokenRules.Skew).UtcDateTime && !(notBefore > (now + IdTokenRules.Skew).UtcDateTime),
    };

    private static string? WhyNot(JsonElement claims, ProviderSettings settings, DateTimeOffset now)
    {
        if (ForeignJson.Text(claims, "sub", SubjectRules.Longest) is not { } subject || !SubjectRules.IsGood(subject)) return "it names nobody";
        if (OthersClaims.Any(name => claims.TryGetProperty(name, out _)) || OthersTypes.Contains(ForeignJson.Text(claims, "typ"), StringComparer.Ordinal)) return "it is no access token";
        if (ForeignJson.Moment(claims, "exp") is null) return "it does not say when it ends";
        if (ForeignJson.Moment(claims, "iat") is { } made && made > now + IdTokenRules.Skew) return "it was made in the future; are both clocks right?";
        return IsForUs(claims, settings) ? null : "it is for another service";
    }

    private static bool IsForUs(JsonElement claims, ProviderSettings settings)
    {
        var audiences = ForeignJson.Texts(claims, "aud");
        if (claims.TryGetProperty("aud", out _)) return audiences.Any(audience => audience == settings.ClientId || settings.Audiences.Split(' ').Contains(audience, StringComparer.Ordinal));
        return (ForeignJson.Text(claims, "client_id") ?? ForeignJson.Text(claims, "azp")) == settings.ClientId;
    }

    private static ForeignToken Read(JsonElement claims, string issuer) => new(
        issuer,
        ForeignJson.Text(claims, "sub", SubjectRules.Longest)!,
        ForeignJson.Text(claims, "jti") ?? "",
        ForeignJson.Moment(claims, "exp")!.Value,
        [.. ForeignJson.Texts(claims, "scope").SelectMany(scope => scope.Split(' ', StringSplitOptions.RemoveEmptyEntries))],
        GroupClaims.Read(claims));
}
