using Dirac.Security.Identities;

namespace Dirac.Security.Tokens;

/// <summary>For whom a user's token is made.</summary>
/// <param name="UserName">DIRAC user name.</param>
/// <param name="Vo">Virtual organisation.</param>
/// <param name="Group">DIRAC group.</param>
/// <param name="Properties">What the token allows; the group's properties.</param>
public sealed record UserIdentity(string UserName, string Vo, string Group, PropertySet Properties)
{
    /// <summary>The person's name at the VO's identity provider; null means the user name.</summary>
    public string? Subject { get; init; }
}
