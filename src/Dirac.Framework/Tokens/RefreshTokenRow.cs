namespace Dirac.Framework.Tokens;

/// <summary>A row of <c>x_RefreshTokens</c>: one refresh token. The token itself is not in it.</summary>
internal sealed record RefreshTokenRow
{
    /// <summary>The token's own number, a UUID of version 7.</summary>
    public string JTI { get; init; } = "";

    /// <summary>The day on which the token ends, counted from 1970-01-01 UTC.</summary>
    public int EndDay { get; init; }

    /// <summary>One of <see cref="RefreshTokenStatus"/>.</summary>
    public string Status { get; init; } = RefreshTokenStatus.Created;

    /// <summary><c>vo:subject</c>.</summary>
    public string Sub { get; init; } = "";

    public string UserName { get; init; } = "";

    public string VO { get; init; } = "";

    /// <summary>The scope that was asked for at the login.</summary>
    public string Scope { get; init; } = "";

    /// <summary>Which login the token goes back to.</summary>
    public string Session { get; init; } = "";

    /// <summary>Whether a DIRAC server got it for its user; such a token is not replaced when it is used.</summary>
    public bool IsLegacy { get; init; }

    public DateTime CreationTime { get; init; }

    public DateTime ExpirationTime { get; init; }

    /// <summary>The provider's name for the person.</summary>
    public string Subject => Sub[(VO.Length + 1)..];

    /// <summary>The day of a moment, as in <see cref="EndDay"/>.</summary>
    public static int DayOf(DateTimeOffset moment) => (int)(moment.ToUnixTimeSeconds() / 86_400);
}
