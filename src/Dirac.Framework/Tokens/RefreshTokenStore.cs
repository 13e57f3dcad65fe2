using Dirac.Persistence;

namespace Dirac.Framework.Tokens;

/// <summary>The SQL of <c>x_RefreshTokens</c>.</summary>
internal static class RefreshTokenStore
{
    private const string Columns = "JTI, EndDay, Status, Sub, UserName, VO, Scope, Session, IsLegacy, CreationTime, ExpirationTime";

    public static Task AddAsync(IDbSession session, RefreshTokenRow row, CancellationToken cancellationToken) => session.ExecuteAsync(
        $"INSERT INTO {{x_RefreshTokens}} ({Columns})"
        + " VALUES (@JTI, @EndDay, @Status, @Sub, @UserName, @VO, @Scope, @Session, @IsLegacy, @CreationTime, @ExpirationTime)",
        new { row.JTI, row.EndDay, row.Status, row.Sub, row.UserName, row.VO, row.Scope, row.Session, row.IsLegacy, row.CreationTime, row.ExpirationTime },
        cancellationToken);

    /// <summary>The token's row, which nobody else changes before the transaction ends; null when there is none. The day leads to its partition.</summary>
    public static Task<RefreshTokenRow?> TakeAsync(IDbSession session, string jti, int day, CancellationToken cancellationToken) =>
        session.QueryFirstOrDefaultAsync<RefreshTokenRow>(
            $"SELECT {Columns} FROM {{x_RefreshTokens}} WHERE JTI = @jti AND EndDay = @day{session.Dialect.ForUpdate}", new { jti, day }, cancellationToken);

    /// <summary>The token's row; null when there is none.</summary>
    public static Task<RefreshTokenRow?> FindAsync(IDbSession session, string jti, CancellationToken cancellationToken) =>
        session.QueryFirstOrDefaultAsync<RefreshTokenRow>($"SELECT {Columns} FROM {{x_RefreshTokens}} WHERE JTI = @jti", new { jti }, cancellationToken);

    /// <summary>The newest tokens of a VO, or of one person there, that can still be used.</summary>
    public static Task<IReadOnlyList<RefreshTokenRow>> ListAsync(
        IDbSession session, string vo, string? subject, DateTime now, int most, CancellationToken cancellationToken) =>
        session.QueryAsync<RefreshTokenRow>(
            $"SELECT {Columns} FROM {{x_RefreshTokens}} WHERE VO = @vo AND (@subject IS NULL OR Sub = @subject) AND Status = @Created AND ExpirationTime > @now"
            + " ORDER BY JTI DESC LIMIT @most",
            new { vo, subject, RefreshTokenStatus.Created, now, most },
            cancellationToken);

    /// <summary>Ends a token; false when it had been ended before. The day leads to its partition.</summary>
    public static async Task<bool> RevokeAsync(IDbSession session, string jti, int day, CancellationToken cancellationToken) => await session.ExecuteAsync(
        "UPDATE {x_RefreshTokens} SET Status = @Revoked WHERE JTI = @jti AND EndDay = @day AND Status = @Created",
        new { jti, day, RefreshTokenStatus.Revoked, RefreshTokenStatus.Created }, cancellationToken) == 1;

    /// <summary>Ends all tokens of a person, or those of one login; returns how many.</summary>
    public static Task<int> RevokeAllAsync(IDbSession session, string subject, string? login, CancellationToken cancellationToken) => session.ExecuteAsync(
        "UPDATE {x_RefreshTokens} SET Status = @Revoked WHERE Sub = @subject AND (@login IS NULL OR Session = @login) AND Status = @Created",
        new { subject, login, RefreshTokenStatus.Revoked, RefreshTokenStatus.Created }, cancellationToken);

    /// <summary>Forgets tokens that ended before a day, so many at most; returns how many.</summary>
    public static Task<int> PurgeAsync(IDbSession session, int day, int most, CancellationToken cancellationToken) => session.ExecuteAsync(
        "DELETE FROM {x_RefreshTokens} WHERE JTI IN (SELECT JTI FROM {x_RefreshTokens} WHERE EndDay < @day LIMIT @most)", new { day, most }, cancellationToken);
}
