namespace Dirac.Framework.Providers.AccessTokens;

/// <summary>What an access token of a provider says, once it is believed. Immutable.</summary>
/// <param name="Issuer">Who made it.</param>
/// <param name="Subject">The provider's lasting name for the person.</param>
/// <param name="TokenId">Its own number; empty when it has none.</param>
/// <param name="ExpiresAt">When it ends, UTC.</param>
/// <param name="Scopes">What it was asked for with.</param>
/// <param name="Groups">What the person belongs to, as far as it tells.</param>
internal sealed record ForeignToken(string Issuer, string Subject, string TokenId, DateTimeOffset ExpiresAt, IReadOnlyList<string> Scopes, GroupClaims Groups);
