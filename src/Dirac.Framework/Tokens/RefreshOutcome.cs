using Dirac.Security.Tokens;

namespace Dirac.Framework.Tokens;

/// <summary>What becomes of a refresh token that is presented.</summary>
internal abstract record RefreshOutcome
{
    private RefreshOutcome() { }

    /// <summary>It is good.</summary>
    /// <param name="User">For whom an access token is made.</param>
    /// <param name="Row">The refresh token that goes with it: its successor, or itself where it is not replaced.</param>
    public sealed record Renewed(UserIdentity User, RefreshTokenRow Row) : RefreshOutcome;

    /// <summary>It was used or ended before: somebody else may have it.</summary>
    /// <param name="Subject">Whose it was.</param>
    /// <param name="Ended">How many tokens of that person were ended for it.</param>
    public sealed record Reused(string Subject, int Ended) : RefreshOutcome;

    /// <summary>It is none that is kept here, or was ended by its owner.</summary>
    public sealed record Unknown : RefreshOutcome;

    /// <summary>Its owner has no right to it any more. It stays as it is.</summary>
    /// <param name="UserName">The owner.</param>
    /// <param name="Reason">A sentence for the owner.</param>
    public sealed record Denied(string UserName, string Reason) : RefreshOutcome;
}
