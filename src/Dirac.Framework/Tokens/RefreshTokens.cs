using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Security.Tokens;
using Microsoft.Extensions.Logging;

namespace Dirac.Framework.Tokens;

/// <summary>Looks at refresh tokens and ends them before their time.</summary>
internal sealed partial class RefreshTokens(AuthDatabase database, RefreshTokenCodec codec, TimeProvider clock, ILogger<RefreshTokens> logger)
{
    private const int MostListed = 1_000;

    /// <summary>The newest 1,000 refresh tokens that can still be used: the caller's own, or with ProxyManagement those of the VO.</summary>
    public async Task<IReadOnlyList<RefreshTokenInfo>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var subject = IsManager(caller) ? null : caller.Subject;
        var rows = await database.ReadAsync(
            (session, token) => RefreshTokenStore.ListAsync(session, caller.Vo, subject, clock.GetUtcNow().UtcDateTime, MostListed, token), cancellationToken);
        return [.. rows.Select(RefreshTokenInfo.Of)];
    }

    /// <summary>Ends one token. Repeating it changes nothing.</summary>
    /// <exception cref="DiracException">BadRequest: that is no number of a token; NotFound: there is none of it in the caller's VO; NotAuthorized: it is another's.</exception>
    public async Task RevokeAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var number)) throw new DiracException(ErrorCode.BadRequest, "This is no number of a token.", "Take the JTI from the list of refresh tokens.");
        var row = await database.ReadAsync((session, token) => RefreshTokenStore.FindAsync(session, number.ToString(), token), cancellationToken);
        if (row is null || row.VO != caller.Vo) throw new DiracException(ErrorCode.NotFound, $"Token {number} not found.", "It may have ended.");
        if (row.Sub != caller.Subject && !IsManager(caller))
            throw new DiracException(ErrorCode.NotAuthorized, "This refresh token is somebody else's.", "Administrators with ProxyManagement can revoke it.");
        await database.WriteAsync((session, token) => RefreshTokenStore.RevokeAsync(session, row.JTI, row.EndDay, token), cancellationToken);
        LogRevoked(row.JTI, row.Sub, caller.UserName);
    }

    /// <summary>Ends the login of a refresh token that its holder presents (RFC 7009). What cannot be read is nobody's token and needs no end.</summary>
    public async Task EndLoginAsync(string text, CancellationToken cancellationToken)
    {
        if (await codec.ReadAsync(text, cancellationToken) is not RefreshTokenVerdict.Valid { Token: var presented }) return;
        var row = await database.ReadAsync((session, token) => RefreshTokenStore.FindAsync(session, presented.Id, token), cancellationToken);
        if (row is null) return;
        // The successors, too: whoever logs out must not depend on having seen the latest of them.
        await database.WriteAsync((session, token) => RefreshTokenStore.RevokeAllAsync(session, row.Sub, row.Session, token), cancellationToken);
        LogRevoked(row.JTI, row.Sub, row.UserName);
    }

    private static bool IsManager(Caller caller) => caller.Properties.Has(DiracProperties.ProxyManagement);

    [LoggerMessage(5724, LogLevel.Information, "The refresh token {Token} of {Subject} was revoked by {UserName}")]
    private partial void LogRevoked(string token, string subject, string userName);
}
