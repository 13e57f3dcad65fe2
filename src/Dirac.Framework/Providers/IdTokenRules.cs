using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dirac.Model.Errors;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Verdict = Dirac.Framework.Providers.ProviderVerdict<System.Text.Json.JsonElement>;

namespace Dirac.Framework.Providers;

/// <summary>Judges ID tokens (OpenID Connect Core §3.1.3.7). Asks nobody.</summary>
internal static class IdTokenRules
{
    /// <summary>How far the provider's clock may be from ours.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    /// <summary>The longest token that is looked at, bytes.</summary>
    public const int LongestToken = 32 * 1024;

    // The token comes straight from the provider, which makes it on demand.
    private static readonly TimeSpan Oldest = TimeSpan.FromMinutes(10);

    /// <summary>Signatures with a private key. Never none, never a shared secret.</summary>
    public static readonly IReadOnlySet<string> Algorithms = new HashSet<string>(StringComparer.Ordinal)
    {
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    };

    /// <summary>Why a token that demands an extension did not pass.</summary>
    public const string Demands = "it demands an extension that is not known here";

    /// <summary>Judges <paramref name="token"/>.</summary>
    /// <param name="token">As it came.</param>
    /// <param name="expected">What it must say.</param>
    /// <param name="keys">The provider's keys.</param>
    /// <param name="now">The moment.</param>
    public static async Task<Verdict> JudgeAsync(string token, ExpectedToken expected, ProviderKeySet keys, DateTimeOffset now)
    {
        if (token.Length > LongestToken) return new Verdict.Refused("it is too long");
        if (Read(token) is not { } parsed) return new Verdict.Refused("it is no signed JWT");
        if (!Algorithms.Contains(parsed.Alg)) return new Verdict.Refused("it is not signed with a private key");
        if (DemandsExtension(parsed)) return new Verdict.Refused(Demands);
        if (!keys.MayHold(parsed.Kid)) return Verdict.UnknownKey.Instance;

        var result = await new JsonWebTokenHandler { MaximumTokenSizeInBytes = LongestToken }.ValidateTokenAsync(parsed, Parameters(expected, keys, now));
        if (!result.IsValid) return new Verdict.Refused(Explain(result.Exception));
        var claims = Claims(parsed);
        return claims is not { } said ? new Verdict.Refused("its claims cannot be understood")
            : WhyNot(said, expected, now) is { } reason ? new Verdict.Refused(reason)
            : new Verdict.Good(said);
    }

    private static TokenValidationParameters Parameters(ExpectedToken expected, ProviderKeySet keys, DateTimeOffset now) => new()
    {
        ValidAlgorithms = Algorithms,
        IssuerSigningKeys = keys.Keys,
        TryAllIssuerSigningKeys = false,
        IssuerSigningKeyResolver = (_, token, keyId, _) => keys.Keys.Where(key => string.IsNullOrEmpty(keyId) || key.KeyId == keyId),
        ValidIssuer = expected.Issuer,
        ValidAudience = expected.ClientId,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (notBefore, expires, _, _) => expires > (now - Skew).UtcDateTime && !(notBefore > (now + Skew).UtcDateTime),
    };

    /// <summary>A signed JWT; null when the text is none.</summary>
    public static JsonWebToken? Read(string token)
    {
        try
        {
            return new JsonWebToken(token) is { IsSigned: true, IsEncrypted: false } parsed ? parsed : null;
        }
        catch (Exception problem) when (problem is ArgumentException or SecurityTokenException or JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether a token may only be believed by whoever knows an extension (<c>crit</c>, RFC 7515 §4.1.11): none is known here, and the library does not look.</summary>
    public static bool DemandsExtension(JsonWebToken token) => token.TryGetHeaderValue<object>("crit", out _);

    /// <summary>The claims as they stand; null when they cannot be understood.</summary>
    public static JsonElement? Claims(JsonWebToken token)
    {
        try
        {
            return ForeignJson.ReadObject(Base64Url.DecodeFromChars(token.EncodedPayload), "The token");
        }
        catch (Exception problem) when (problem is DiracException or FormatException)
        {
            return null;
        }
    }

    private static string? WhyNot(JsonElement claims, ExpectedToken expected, DateTimeOffset now)
    {
        if (ForeignJson.Text(claims, "iss") != expected.Issuer) return "it was made by another issuer";
        if (ForeignJson.Text(claims, "sub", SubjectRules.Longest) is not { } subject || !SubjectRules.IsGood(subject)) return "it names nobody";
        var audiences = ForeignJson.Texts(claims, "aud");
        var party = ForeignJson.Text(claims, "azp");
        if (!audiences.Contains(expected.ClientId, StringComparer.Ordinal)) return "it is for another client";
        if (party is null ? audiences.Count > 1 : party != expected.ClientId) return "another client is its authorised party";
        if (ForeignJson.Moment(claims, "iat") is not { } made) return "it does not say when it was made";
        if (made > now + Skew || made < now - Oldest - Skew) return "it was not made now; are both clocks right?";
        return IsSame(ForeignJson.Text(claims, "nonce"), expected.Nonce) ? null : "it was made for another login";
    }

    private static bool IsSame(string? left, string right) =>
        left is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));

    /// <summary>Why a token did not pass, to follow "the token is refused: ".</summary>
    public static string Explain(Exception? failure) => failure switch
    {
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNoExpirationException => "it has expired, or both clocks differ",
        SecurityTokenInvalidIssuerException => "it was made by another issuer",
        SecurityTokenInvalidAudienceException => "it is for another client",
        _ => "its signature is not the provider's",
    };
}
