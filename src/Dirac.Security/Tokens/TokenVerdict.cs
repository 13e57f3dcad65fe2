using Dirac.Security.Identities;

namespace Dirac.Security.Tokens;

/// <summary>What a token is worth: <see cref="Valid"/> or <see cref="Refused"/>.</summary>
public abstract record TokenVerdict
{
    private TokenVerdict()
    {
    }

    /// <summary>The token is ours and in time.</summary>
    /// <param name="Caller">Whom it stands for.</param>
    public sealed record Valid(Caller Caller) : TokenVerdict;

    /// <summary>The token is not accepted.</summary>
    /// <param name="Reason">Why, for the caller; says nothing about keys.</param>
    public sealed record Refused(string Reason) : TokenVerdict;
}
