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
    private readonly KeyRing _keys;
    private readonly TimeProvider _clock;
    private readonly TokenValidationParameters _parameters;
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = LongestToken };
    private readonly ConcurrentDictionary<string, Caller> _remembered = new(StringComparer.Ordinal);
    private SigningKeys _rememberedWith;

    /// <summary>Creates a validator for tokens made with <paramref name="keys"/> and <paramref name="options"/>.</summary>
    public TokenValidator(KeyRing keys, TokenOptions options, TimeProvider clock)
    {
        (_keys, _clock, _rememberedWith) = (keys, clock, keys.Current);
        _parameters = TokenChecks.Usual(keys, clock);
        _parameters.ValidIssuer = options.Issuer;
    }

    /// <summary>How many tokens are remembered; for tests.</summary>
    internal int Remembered => _remembered.Count;

    /// <summary>Judges <paramref name="token"/>.</summary>
    public async Task<TokenVerdict> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (token.Length > LongestToken)
            return new TokenVerdict.Refused("The token is too long to be one of ours.");

        ForgetWhenKeysChange();
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_remembered.TryGetValue(hash, out var known))
            return known.ExpiresAt > _clock.GetUtcNow() ? new TokenVerdict.Valid(known) : Forget(hash);

        var result = await _handler.ValidateTokenAsync(token, _parameters);
        if (!result.IsValid)
            return new TokenVerdict.Refused(TokenChecks.Explain(result.Exception));
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

    private TokenVerdict.Refused Forget(string hash)
    {
        _remembered.TryRemove(hash, out _);
        return new TokenVerdict.Refused("The token has expired.");
    }

    // What a key that is gone has signed is nothing any more, remembered or not.
    private void ForgetWhenKeysChange()
    {
        var keys = _keys.Current;
        if (Interlocked.Exchange(ref _rememberedWith, keys) != keys)
            _remembered.Clear();
    }

    private void Remember(string hash, Caller caller)
    {
        // Dropping everything is rare, cheap to recover from, and keeps the memory bounded without bookkeeping on each call.
        if (_remembered.Count >= MostRemembered)
            _remembered.Clear();
        _remembered[hash] = caller;
    }
}
