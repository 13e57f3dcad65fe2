using System.Buffers.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Dirac.Security.Tokens;

/// <summary>Makes and reads refresh tokens: JWTs signed RS256 that say which token they are. Thread-safe.</summary>
public sealed class RefreshTokenCodec
{
    private const int LongestToken = 4_096;
    private readonly KeyRing _keys;
    private readonly TimeProvider _clock;
    private readonly TokenValidationParameters _parameters;
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MaximumTokenSizeInBytes = LongestToken };

    /// <summary>Creates a codec that signs and verifies with <paramref name="keys"/>.</summary>
    public RefreshTokenCodec(KeyRing keys, TimeProvider clock)
    {
        (_keys, _clock) = (keys, clock);
        _parameters = TokenChecks.Usual(keys, clock);
        _parameters.ValidateIssuer = false;
    }

    /// <summary>The number of a new token, of version 7: later ones are greater.</summary>
    public string NewId() => Guid.CreateVersion7(_clock.GetUtcNow()).ToString();

    /// <summary>The text of a token.</summary>
    public string Write(RefreshTokenId token)
    {
        var claims = new RefreshTokenClaims { TokenId = token.Id, Expires = token.ExpiresAt.ToUnixTimeSeconds(), IsLegacy = token.IsLegacy };
        return _handler.CreateToken(JsonSerializer.Serialize(claims, SecurityJsonContext.Default.RefreshTokenClaims), _keys.Current.Signing);
    }

    /// <summary>Reads a token that somebody sent.</summary>
    public async Task<RefreshTokenVerdict> ReadAsync(string text, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (text.Length > LongestToken) return new RefreshTokenVerdict.Refused("The token is too long to be one of ours.");
        var result = await _handler.ValidateTokenAsync(text, _parameters);
        if (!result.IsValid) return new RefreshTokenVerdict.Refused(TokenChecks.Explain(result.Exception));
        return ReadClaims((JsonWebToken)result.SecurityToken) is { } claims && Guid.TryParseExact(claims.TokenId, "D", out var id)
            ? new RefreshTokenVerdict.Valid(new RefreshTokenId(id.ToString(), DateTimeOffset.FromUnixTimeSeconds(claims.Expires), claims.IsLegacy))
            : new RefreshTokenVerdict.Refused("The token is not a refresh token.");
    }

    private static RefreshTokenClaims? ReadClaims(JsonWebToken token)
    {
        try
        {
            return JsonSerializer.Deserialize(Base64Url.DecodeFromChars(token.EncodedPayload), SecurityJsonContext.Default.RefreshTokenClaims);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
