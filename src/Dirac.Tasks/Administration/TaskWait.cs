namespace Dirac.Tasks.Administration;

/// <summary>That a task could begin but for a lock or limit.</summary>
/// <param name="Resource">What it waits for: <c>lock Site/LCG.CERN.ch</c>, <c>limit Transfers</c>, or <c>rate Mails</c>, where it has a turn instead of being woken.</param>
/// <param name="Since">Since when it could have begun.</param>
/// <param name="Holders">Some of those that have it; none has a rate.</param>
public sealed record TaskWait(string Resource, DateTimeOffset Since, IReadOnlyList<TaskHolder> Holders);
