using Dirac.Security.Tokens;

namespace Dirac.Framework.Tokens;

/// <summary>Whether a user gets what scopes ask for: <see cref="Granted"/> or <see cref="Refused"/>.</summary>
internal abstract record RightsVerdict
{
    private RightsVerdict() { }

    /// <summary>The user gets it.</summary>
    /// <param name="User">For whom tokens are made; the provider's name for the person is not in it yet.</param>
    public sealed record Granted(UserIdentity User) : RightsVerdict;

    /// <summary>The user does not.</summary>
    /// <param name="Reason">A sentence for the user.</param>
    public sealed record Refused(string Reason) : RightsVerdict;
}
