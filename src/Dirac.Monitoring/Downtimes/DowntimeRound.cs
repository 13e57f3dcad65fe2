namespace Dirac.Monitoring.Downtimes;

/// <summary>Message: one round of bringing elements to where planned downtimes have them.</summary>
internal sealed record DowntimeRound;
