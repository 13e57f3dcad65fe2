using Dirac.Framework.Accounts;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dirac.Framework.Tokens;

/// <summary>Grant <c>refresh_token</c>: a refresh token is good once and gives its successor; one that comes a second time ends all of its owner's (RFC 6819 §5.2.2.3).</summary>
internal sealed partial class RefreshGrant(
    AuthDatabase database, RefreshTokenCodec codec, IssueTokens tokens, EntitledGroups entitled, TimeProvider clock, ILogger<RefreshGrant> logger) : IGrant
{
    /// <summary>What is told about a token that was used before; DiracX's meaning.</summary>
    public const string ReuseMessage = "This refresh token was used or revoked before, so somebody else may have it: all tokens of its owner are revoked. Log in again.";

    public string Type => "refresh_token";

    public async Task<TokenReply> GrantAsync(TokenForm form, CancellationToken cancellationToken)
    {
        var presented = await codec.ReadAsync(form.Need("refresh_token"), cancellationToken) switch
        {
            RefreshTokenVerdict.Valid valid => valid.Token,
            RefreshTokenVerdict.Refused refused => throw Refuse(refused.Reason + " Log in again."),
            var other => throw new InvalidOperationException($"{other} is no verdict."),
        };
        switch (await RenewAsync(presented, cancellationToken))
        {
            case RefreshOutcome.Renewed renewed:
                return tokens.ReplyWith(renewed.User, renewed.Row);
            case RefreshOutcome.Reused reused:
                LogReused(reused.Subject, presented.Id, reused.Ended);
                throw Refuse(ReuseMessage);
            case RefreshOutcome.Denied denied:
                LogDenied(denied.UserName, presented.Id, denied.Reason);
                throw new OAuthException(OAuthError.AccessDenied, denied.Reason, StatusCodes.Status403Forbidden);
            default:
                throw Refuse("This refresh token is not known here any more. Log in again.");
        }
    }

    private async Task<RefreshOutcome> RenewAsync(RefreshTokenId presented, CancellationToken cancellationToken)
    {
        var successor = codec.NewId();
        try
        {
            return await database.WriteAsync((session, token) => RenewAsync(session, presented, successor, token), cancellationToken);
        }
        catch (CommitOutcomeUnknownException failure)
        {
            // Whether the old token is gone must not be a matter of luck: the successor is there if the commit was.
            return await database.ReadAsync((session, token) => FindRenewedAsync(session, successor, token), cancellationToken)
                ?? throw new DiracException(ErrorCode.Unavailable, "The database did not answer.", "Send the same refresh token again.", failure);
        }
    }

    private async Task<RefreshOutcome> RenewAsync(IDbSession session, RefreshTokenId presented, string successor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var row = await RefreshTokenStore.TakeAsync(session, presented.Id, RefreshTokenRow.DayOf(presented.ExpiresAt), cancellationToken);
        if (row is null || row.IsLegacy != presented.IsLegacy || row.ExpirationTime <= now.UtcDateTime) return new RefreshOutcome.Unknown();
        if (row.Status != RefreshTokenStatus.Created)
        {
            // One that is used again and again proves nothing when it comes after its end.
            return row.IsLegacy
                ? new RefreshOutcome.Unknown()
                : new RefreshOutcome.Reused(row.Sub, await RefreshTokenStore.RevokeAllAsync(session, row.Sub, login: null, cancellationToken));
        }

        switch (await JudgeAsync(session, row, cancellationToken))
        {
            case RightsVerdict.Granted granted when row.IsLegacy:
                return Renewed(granted, row);
            case RightsVerdict.Granted granted:
                var next = row with { JTI = successor, CreationTime = now.UtcDateTime };
                await RefreshTokenStore.RevokeAsync(session, row.JTI, row.EndDay, cancellationToken);
                await RefreshTokenStore.AddAsync(session, next, cancellationToken);
                return Renewed(granted, next);
            case RightsVerdict.Refused refused:
                return new RefreshOutcome.Denied(row.UserName, refused.Reason);
            default:
                throw new InvalidOperationException("A verdict on rights is granted or refused.");
        }
    }

    private async Task<RefreshOutcome?> FindRenewedAsync(IDbSession session, string successor, CancellationToken cancellationToken) =>
        await RefreshTokenStore.FindAsync(session, successor, cancellationToken) is { } row && await JudgeAsync(session, row, cancellationToken) is RightsVerdict.Granted granted
            ? Renewed(granted, row)
            : null;

    // The registry may have changed since the login: what it says now counts.
    private async Task<RightsVerdict> JudgeAsync(IDbSession session, RefreshTokenRow row, CancellationToken cancellationToken)
    {
        var registry = await entitled.RegistryForAsync(session, row.VO, row.UserName, cancellationToken);
        return TokenScopes.Parse(row.Scope, registry) switch
        {
            ScopeVerdict.Accepted accepted => ScopeRights.Decide(accepted.Scopes, row.UserName, registry),
            ScopeVerdict.Refused refused => new RightsVerdict.Refused(refused.Reason),
            var other => throw new InvalidOperationException($"{other} is no verdict."),
        };
    }

    private static RefreshOutcome.Renewed Renewed(RightsVerdict.Granted granted, RefreshTokenRow row) => new(granted.User with { Subject = row.Subject }, row);

    private static OAuthException Refuse(string detail) => new(OAuthError.InvalidGrant, detail, StatusCodes.Status401Unauthorized);

    [LoggerMessage(5720, LogLevel.Warning, "The refresh token {Token} of {Subject} came a second time: {Ended} tokens of that person were ended")]
    private partial void LogReused(string subject, string token, int ended);

    [LoggerMessage(5721, LogLevel.Information, "{UserName} gets no new token for the refresh token {Token}: {Reason}")]
    private partial void LogDenied(string userName, string token, string reason);
}
