using System.Text.Json;
using Dirac.Security.Identities;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Dirac.Security.Tokens;

/// <summary>Makes access tokens: JWTs signed RS256 with DIRAC's claims. Thread-safe.</summary>
public sealed class TokenIssuer
{
    private static readonly PropertySet PilotProperties = new([DiracProperties.GenericPilot]);
    private readonly KeyRing _keys;
    private readonly TokenOptions _options;
    private readonly TimeProvider _clock;
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Creates an issuer.</summary>
    public TokenIssuer(KeyRing keys, TokenOptions options, TimeProvider clock)
    {
        _keys = keys;
        _options = options;
        _clock = clock;
    }

    /// <summary>Makes a user's token, good for <paramref name="lifetime"/> or else the usual time.</summary>
    public IssuedToken Issue(UserIdentity user, TimeSpan? lifetime = null) =>
        Sign(
            new AccessTokenClaims { Subject = $"{user.Vo}:{user.Subject ?? user.UserName}", UserName = user.UserName, Vo = user.Vo, Group = user.Group, Issuer = _options.Issuer },
            user.Properties,
            lifetime ?? _options.UserLifetime);

    /// <summary>Makes a pilot's token, good for <paramref name="lifetime"/> or else the usual time.</summary>
    public IssuedToken Issue(PilotIdentity pilot, TimeSpan? lifetime = null) =>
        Sign(
            new AccessTokenClaims
            {
                Subject = $"{pilot.Vo}:pilot:{pilot.Stamp}",
                UserName = $"pilot:{pilot.Stamp}",
                Vo = pilot.Vo,
                Group = "",
                Issuer = _options.Issuer,
                PilotStamp = pilot.Stamp,
                Site = pilot.Site,
            },
            PilotProperties,
            lifetime ?? _options.PilotLifetime);

    /// <summary>Makes the token of a job's payload. Its subject is the job, not the person: nothing that is kept by subject is within its reach.</summary>
    public IssuedToken Issue(PayloadIdentity payload) =>
        Sign(
            new AccessTokenClaims
            {
                Subject = $"{payload.Vo}:job:{payload.Job.JobId}",
                UserName = payload.Owner,
                Vo = payload.Vo,
                Group = payload.Group,
                Issuer = _options.Issuer,
                JobId = payload.Job.JobId,
                JobAttempt = payload.Job.Attempt,
            },
            payload.Properties,
            _options.PayloadLifetime);

    private IssuedToken Sign(AccessTokenClaims identity, PropertySet properties, TimeSpan lifetime)
    {
        var now = _clock.GetUtcNow();
        var claims = identity with
        {
            Properties = [.. properties.Order(StringComparer.Ordinal)],
            TokenId = Guid.CreateVersion7(now).ToString(),
            Expires = (now + lifetime).ToUnixTimeSeconds(),
        };
        var payload = JsonSerializer.Serialize(claims, SecurityJsonContext.Default.AccessTokenClaims);
        return new IssuedToken(_handler.CreateToken(payload, _keys.Current.Signing), CallerFactory.FromClaims(claims), lifetime);
    }
}
