using Dirac.Security.Identities;

namespace Dirac.Security.Tokens;

/// <summary>Turns claims that were signed by us into a caller.</summary>
internal static class CallerFactory
{
    public static Caller FromClaims(AccessTokenClaims claims) => new()
    {
        Subject = claims.Subject,
        UserName = claims.UserName,
        Vo = claims.Vo,
        Group = claims.Group,
        Properties = new PropertySet(claims.Properties),
        Kind = claims.JobId is not null ? CallerKind.Payload : claims.PilotStamp is null ? CallerKind.User : CallerKind.Pilot,
        Job = claims.JobId is { } job ? new PayloadJob(job, claims.JobAttempt ?? 0) : null,
        PilotStamp = claims.PilotStamp,
        Site = claims.Site,
        TokenId = claims.TokenId,
        ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(claims.Expires),
    };
}
