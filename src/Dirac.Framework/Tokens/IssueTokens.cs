using Dirac.Model.Api;
using Dirac.Security.Tokens;
using Microsoft.Extensions.Options;

namespace Dirac.Framework.Tokens;

/// <summary>Begins and ends logins: an access token with a refresh token beside it. Thread-safe.</summary>
internal sealed class IssueTokens(AuthDatabase database, TokenIssuer issuer, RefreshTokenCodec codec, IOptions<AuthOptions> options, TimeProvider clock)
{
    /// <summary>How long an access token is good.</summary>
    public TimeSpan AccessLifetime => TimeSpan.FromMinutes(options.Value.AccessTokenExpireMinutes);

    /// <summary>Begins a login. When it returns, the refresh token is on disk.</summary>
    /// <param name="user">Whose, with what rights; decided before (<see cref="ScopeRights"/>).</param>
    /// <param name="scope">The scope that was asked for; asked again of the registry with every refresh.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task<TokenReply> BeginAsync(UserIdentity user, string scope, CancellationToken cancellationToken) =>
        BeginAsync(user, scope, codec.NewId(), cancellationToken);

    /// <summary>Begins a login under a name of its own, by which <see cref="EndAsync"/> ends it and all that came of it.</summary>
    /// <param name="user">As above.</param>
    /// <param name="scope">As above.</param>
    /// <param name="session">A UUID in the form 8-4-4-4-12.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task<TokenReply> BeginAsync(UserIdentity user, string scope, string session, CancellationToken cancellationToken) =>
        BeginAsync(NewRow(user, scope, session, TimeSpan.FromMinutes(options.Value.RefreshTokenExpireMinutes)), user, cancellationToken);

    /// <summary>Begins a login for a DIRAC server that has proved its user with a proxy. Its refresh token is used again and again.</summary>
    /// <param name="user">As above.</param>
    /// <param name="scope">As above.</param>
    /// <param name="lifetime">How long the refresh token is good; null means as long as others.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task<TokenReply> BeginLegacyAsync(UserIdentity user, string scope, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        var row = NewRow(user, scope, codec.NewId(), lifetime ?? TimeSpan.FromMinutes(options.Value.RefreshTokenExpireMinutes));
        return BeginAsync(row with { IsLegacy = true }, user, cancellationToken);
    }

    /// <summary>Ends a login: none of its refresh tokens is good any more. Returns how many were. Access tokens live out their minutes.</summary>
    /// <param name="user">Whose login it was.</param>
    /// <param name="session">Its name.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task<int> EndAsync(UserIdentity user, string session, CancellationToken cancellationToken) =>
        database.WriteAsync((db, token) => RefreshTokenStore.RevokeAllAsync(db, SubjectOf(user), session, token), cancellationToken);

    /// <summary>The reply with a new access token for <paramref name="user"/> and the refresh token of <paramref name="row"/>.</summary>
    public TokenReply ReplyWith(UserIdentity user, RefreshTokenRow row)
    {
        var refresh = codec.Write(new RefreshTokenId(row.JTI, new DateTimeOffset(row.ExpirationTime, TimeSpan.Zero), row.IsLegacy));
        return issuer.Issue(user, AccessLifetime).ToReply() with { RefreshToken = refresh };
    }

    private async Task<TokenReply> BeginAsync(RefreshTokenRow row, UserIdentity user, CancellationToken cancellationToken)
    {
        var reply = ReplyWith(user, row);
        await database.WriteAsync((db, token) => RefreshTokenStore.AddAsync(db, row, token), cancellationToken);
        return reply;
    }

    private RefreshTokenRow NewRow(UserIdentity user, string scope, string session, TimeSpan lifetime)
    {
        // The database keeps whole seconds, and the token must say what the database says.
        var now = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());
        return new RefreshTokenRow
        {
            JTI = codec.NewId(), EndDay = RefreshTokenRow.DayOf(now + lifetime), Sub = SubjectOf(user), UserName = user.UserName, VO = user.Vo, Scope = scope,
            Session = session, CreationTime = now.UtcDateTime, ExpirationTime = (now + lifetime).UtcDateTime,
        };
    }

    private static string SubjectOf(UserIdentity user) => $"{user.Vo}:{user.Subject ?? user.UserName}";
}
