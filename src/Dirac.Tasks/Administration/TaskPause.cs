namespace Dirac.Tasks.Administration;

/// <summary>That an operator wants no task of a kind begun.</summary>
/// <param name="Since">From when, by the database's clock.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
public sealed record TaskPause(DateTimeOffset Since, string By, string Reason);
