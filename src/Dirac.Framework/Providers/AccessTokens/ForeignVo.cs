namespace Dirac.Framework.Providers.AccessTokens;

/// <summary>A VO with an identity provider.</summary>
/// <param name="Name">The VO.</param>
/// <param name="Provider">Its provider.</param>
/// <param name="Subjects">Who is who there.</param>
internal sealed record ForeignVo(string Name, ProviderSettings Provider, RegisteredSubjects Subjects);
