namespace Dirac.Framework.Login.Code;

/// <summary>A checked request to log in for a client.</summary>
/// <param name="ClientId">The client.</param>
/// <param name="RedirectUri">Where the code goes.</param>
/// <param name="Scope">What is asked for.</param>
/// <param name="CodeChallenge">SHA-256 of the client's verifier, base64url.</param>
/// <param name="State">What the client wants back; null when it sent none.</param>
internal sealed record AuthorizationRequest(string ClientId, string RedirectUri, string Scope, string CodeChallenge, string? State);
