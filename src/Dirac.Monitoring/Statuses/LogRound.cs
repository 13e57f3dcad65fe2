namespace Dirac.Monitoring.Statuses;

/// <summary>Message: one round of summing the logs up.</summary>
internal sealed record LogRound;
