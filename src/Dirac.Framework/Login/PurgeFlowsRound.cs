namespace Dirac.Framework.Login;

/// <summary>Message: one round of forgetting old logins.</summary>
internal sealed record PurgeFlowsRound;
