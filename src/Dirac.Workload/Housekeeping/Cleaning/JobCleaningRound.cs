namespace Dirac.Workload.Housekeeping.Cleaning;

/// <summary>Message: one cleaning of jobs.</summary>
internal sealed record JobCleaningRound;
