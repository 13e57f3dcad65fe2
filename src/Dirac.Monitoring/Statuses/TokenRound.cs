namespace Dirac.Monitoring.Statuses;

/// <summary>Message: one round of taking elements back from those whose time is over.</summary>
internal sealed record TokenRound;
