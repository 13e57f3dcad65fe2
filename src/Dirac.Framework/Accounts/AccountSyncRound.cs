namespace Dirac.Framework.Accounts;

/// <summary>Message: look which VOs are to be synchronised.</summary>
internal sealed record AccountSyncRound;
