using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dirac.Security.Identities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Dirac.Security.Tokens;

/// <summary>Judges access tokens: RS256 by one of our keys, our issuer, in time. Thread-safe.</summary>
/// <remarks>Tokens found good are remembered by hash until they expire, so a client that keeps calling does not cost a signature check each time.</remarks>
public sealed class TokenValidator
{
    private const int MostRemembered = 10_000;
    private const int LongestToken = 16_384;
    private readonly TimeProvider _clock;
    private readonly TokenValidationParameters _parameters;
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = LongestToken };
    private readonly ConcurrentDictionary<string, Caller> _remembered = new(StringComparer.Ordinal);

    /// <summary>Creates a validator for tokens made with <paramref name="keys"/> and <paramref name="options"/>.</summary>
    public TokenValidator(SigningKeys keys, TokenOptions options, TimeProvider clock)
    {
        _clock = clock;
        _parameters = new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            IssuerSigningKeys = keys.Verifying,
            ValidIssuer = options.Issuer,
            ValidateAudience = false,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (_, expires, _, _) => expires > _clock.GetUtcNow().UtcDateTime,
        };
    }

    /// <summary>How many tokens are remembered; for tests.</summary>
    internal int Remembered => _remembered.Count;

    /// <summary>Judges <paramref name="token"/>.</summary>
    public async Task<TokenVerdict> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (token.Length > LongestToken)
            return new TokenVerdict.Refused("The token is too long to be one of ours.");

        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_remembered.TryGetValue(hash, out var known))
            return known.ExpiresAt > _clock.GetUtcNow() ? new TokenVerdict.Valid(known) : Forget(hash);

        var result = await _handler.ValidateTokenAsync(token, _parameters);
        if (!result.IsValid)
            return new TokenVerdict.Refused(Explain(result.Exception));
        if (ReadClaims((JsonWebToken)result.SecurityToken) is not { } claims)
            return new TokenVerdict.Refused("The token is not an access token.");

        var caller = CallerFactory.FromClaims(claims);
        Remember(hash, caller);
        return new TokenVerdict.Valid(caller);
    }

    private static AccessTokenClaims? ReadClaims(JsonWebToken token)
    {
        try
        {
            return JsonSerializer.Deserialize(Base64Url.DecodeFromChars(token.EncodedPayload), SecurityJsonContext.Default.AccessTokenClaims);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Explain(Exception? failure) => failure switch
    {
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException => "The token has expired.",
        SecurityTokenInvalidIssuerException => "The token was made by another issuer.",
        SecurityTokenNoExpirationException => "The token has no end.",
        SecurityTokenMalformedException or ArgumentException => "The token is not a JWT.",
        _ => "The token's signature is not valid here.",
    };

    private TokenVerdict.Refused Forget(string hash)
    {
        _remembered.TryRemove(hash, out _);
        return new TokenVerdict.Refused("The token has expired.");
    }

    private void Remember(string hash, Caller caller)
    {
        // Dropping everything is rare, cheap to recover from, and keeps the memory bounded without bookkeeping on each call.
        if (_remembered.Count >= MostRemembered)
            _remembered.Clear();
        _remembered[hash] = caller;
    }
}
