namespace Dirac.IdentityProvider;

/// <summary>What a program asked for when it sent somebody here.</summary>
/// <param name="ClientId">The program.</param>
/// <param name="RedirectUri">Where the browser goes back to.</param>
/// <param name="Scope">What is asked for.</param>
/// <param name="State">Sent back as it came.</param>
/// <param name="Nonce">Repeated in the ID token.</param>
/// <param name="Challenge">PKCE challenge, S256; null when there is none.</param>
internal sealed record Visit(string ClientId, string RedirectUri, string Scope, string State, string? Nonce, string? Challenge);
