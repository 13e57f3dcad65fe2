using Microsoft.IdentityModel.Tokens;

namespace Dirac.Security.Tokens;

/// <summary>What is asked of every token of ours: RS256 by the key it names, in time, for nobody else.</summary>
internal static class TokenChecks
{
    /// <summary>The checks, with <paramref name="keys"/> as they are when a token is judged.</summary>
    public static TokenValidationParameters Usual(KeyRing keys, TimeProvider clock) => new()
    {
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
        IssuerSigningKeyResolver = (_, _, kid, _) => keys.Current.Verifying(kid),
        TryAllIssuerSigningKeys = false,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (notBefore, expires, _, _) => expires > clock.GetUtcNow().UtcDateTime && !(notBefore > clock.GetUtcNow().UtcDateTime),
        // Ours name no audience. One that does was made for somebody else, by whoever has our keys.
        AudienceValidator = (audiences, _, _) => !audiences.Any(),
    };

    /// <summary>Why a token is refused, in a sentence.</summary>
    public static string Explain(Exception? failure) => failure switch
    {
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException => "The token has expired, or is not good yet.",
        SecurityTokenInvalidIssuerException => "The token was made by another issuer.",
        SecurityTokenInvalidAudienceException => "The token was made for another service.",
        SecurityTokenNoExpirationException => "The token has no end.",
        SecurityTokenMalformedException or ArgumentException => "The token is not a JWT.",
        _ => "The token's signature is not valid here.",
    };
}
