namespace Dirac.Security.Tokens;

/// <summary>What a refresh token's text is worth: <see cref="Valid"/> or <see cref="Refused"/>. Whether it was used before is not known here.</summary>
public abstract record RefreshTokenVerdict
{
    private RefreshTokenVerdict()
    {
    }

    /// <summary>It was signed by us and has not ended.</summary>
    /// <param name="Token">Which one it is.</param>
    public sealed record Valid(RefreshTokenId Token) : RefreshTokenVerdict;

    /// <summary>It is not accepted.</summary>
    /// <param name="Reason">Why, for the caller; says nothing about keys.</param>
    public sealed record Refused(string Reason) : RefreshTokenVerdict;
}
