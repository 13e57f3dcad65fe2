namespace Dirac.Framework.Accounts;

/// <summary>Message: synchronise the accounts of one VO.</summary>
/// <param name="Vo">The VO.</param>
internal sealed record AccountSyncVisit(string Vo);
