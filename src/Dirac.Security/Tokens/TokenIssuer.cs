using System.Text.Json;
using Dirac.Security.Identities;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Dirac.Security.Tokens;

/// <summary>Makes access tokens: JWTs signed RS256 with DIRAC's claims. Thread-safe.</summary>
public sealed class TokenIssuer
{
    private static readonly PropertySet PilotProperties = new([DiracProperties.GenericPilot]);
    private readonly SigningKeys _keys;
    private readonly TokenOptions _options;
    private readonly TimeProvider _clock;
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Creates an issuer.</summary>
    public TokenIssuer(SigningKeys keys, TokenOptions options, TimeProvider clock)
    {
        _keys = keys;
        _options = options;
        _clock = clock;
    }

    /// <summary>Makes a user's token, good for <paramref name="lifetime"/> or else the usual time.</summary>
    public IssuedToken Issue(UserIdentity user, TimeSpan? lifetime = null) =>
        Sign(Claims($"{user.Vo}:{user.UserName}", user.Vo, user.Properties, lifetime ?? _options.UserLifetime) with
        {
            UserName = user.UserName,
            Group = user.Group,
        });

    /// <summary>Makes a pilot's token, good for <paramref name="lifetime"/> or else the usual time.</summary>
    public IssuedToken Issue(PilotIdentity pilot, TimeSpan? lifetime = null) =>
        Sign(Claims($"{pilot.Vo}:pilot:{pilot.Stamp}", pilot.Vo, PilotProperties, lifetime ?? _options.PilotLifetime) with
        {
            UserName = $"pilot:{pilot.Stamp}",
            PilotStamp = pilot.Stamp,
            Site = pilot.Site,
        });

    private AccessTokenClaims Claims(string subject, string vo, PropertySet properties, TimeSpan lifetime)
    {
        var now = _clock.GetUtcNow();
        return new AccessTokenClaims
        {
            Subject = subject,
            Vo = vo,
            Issuer = _options.Issuer,
            Properties = [.. properties.Order(StringComparer.Ordinal)],
            TokenId = Guid.CreateVersion7(now).ToString(),
            UserName = "",
            Group = "",
            Expires = (now + lifetime).ToUnixTimeSeconds(),
            Policies = new Dictionary<string, JsonElement>(),
        };
    }

    private IssuedToken Sign(AccessTokenClaims claims)
    {
        var payload = JsonSerializer.Serialize(claims, SecurityJsonContext.Default.AccessTokenClaims);
        var caller = CallerFactory.FromClaims(claims);
        return new IssuedToken(_handler.CreateToken(payload, _keys.Signing), caller, caller.ExpiresAt - _clock.GetUtcNow());
    }
}
