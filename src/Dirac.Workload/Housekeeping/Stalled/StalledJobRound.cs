namespace Dirac.Workload.Housekeeping.Stalled;

/// <summary>Message: one look at jobs nobody has heard of.</summary>
internal sealed record StalledJobRound;
