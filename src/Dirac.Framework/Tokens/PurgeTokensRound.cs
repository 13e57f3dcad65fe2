namespace Dirac.Framework.Tokens;

/// <summary>Message: one round of forgetting refresh tokens that have ended.</summary>
internal sealed record PurgeTokensRound;
