using Dirac.Framework.Providers;

namespace Dirac.Framework.Accounts;

/// <summary>A member of a VO, as its provider lists them.</summary>
/// <param name="Subject">The provider's lasting name for the person.</param>
/// <param name="UserName">The name the person goes by there; null when it is not told.</param>
/// <param name="Email">The address; null when it is not told.</param>
/// <param name="IsActive">Whether the account may be used.</param>
/// <param name="Groups">What the person belongs to.</param>
internal sealed record Member(string Subject, string? UserName, string? Email, bool IsActive, GroupClaims Groups);
