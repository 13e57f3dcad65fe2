namespace Dirac.Framework.Proxies;

/// <summary>Message: one round of forgetting what has expired.</summary>
internal sealed record PurgeRound;
