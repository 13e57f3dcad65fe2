namespace Dirac.Framework.Providers;

/// <summary>What a provider says of itself.</summary>
/// <param name="Issuer">Its name in tokens, letter by letter.</param>
/// <param name="Authorization">Where people log in.</param>
/// <param name="Token">Where codes become tokens.</param>
/// <param name="Keys">Where its keys are.</param>
/// <param name="UserInfo">Where more is told of a person; null when nowhere.</param>
/// <param name="Authentications">How clients may show their secrets.</param>
internal sealed record ProviderMetadata(string Issuer, Uri Authorization, Uri Token, Uri Keys, Uri? UserInfo, IReadOnlyList<string> Authentications);
