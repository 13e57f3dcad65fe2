namespace Dirac.Framework.Accounts;

/// <summary>One difference between a VO's members and the configuration.</summary>
/// <param name="Kind">What is to be done.</param>
/// <param name="UserName">DIRAC user name.</param>
/// <param name="Subject">The provider's name for the person.</param>
/// <param name="Email">The address that is to count; empty when it does not matter.</param>
/// <param name="Reason">Why, for people.</param>
internal sealed record AccountChange(AccountChangeKind Kind, string UserName, string Subject, string Email, string Reason);
