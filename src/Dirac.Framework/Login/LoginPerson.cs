namespace Dirac.Framework.Login;

/// <summary>Who has logged in.</summary>
/// <param name="UserName">DIRAC user name.</param>
/// <param name="Subject">The provider's name for the person; null for local identity.</param>
internal sealed record LoginPerson(string UserName, string? Subject);
