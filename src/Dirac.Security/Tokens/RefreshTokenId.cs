namespace Dirac.Security.Tokens;

/// <summary>What a refresh token says: which one it is.</summary>
/// <param name="Id">Its number (<c>jti</c>), as it stands in the token and in the database.</param>
/// <param name="ExpiresAt">When it ends, UTC, whole seconds.</param>
/// <param name="IsLegacy">Whether a DIRAC server got it for its user.</param>
public sealed record RefreshTokenId(string Id, DateTimeOffset ExpiresAt, bool IsLegacy);
