namespace Dirac.Framework.Accounts;

/// <summary>A person to be registered.</summary>
/// <param name="Vo">The VO.</param>
/// <param name="UserName">DIRAC user name.</param>
/// <param name="Subject">The provider's name for the person.</param>
/// <param name="Email">Empty when it is not known.</param>
/// <param name="Group">The group whose member the person becomes; null for none.</param>
internal sealed record NewAccount(string Vo, string UserName, string Subject, string Email, string? Group);
