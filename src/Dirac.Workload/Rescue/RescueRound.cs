namespace Dirac.Workload.Rescue;

/// <summary>Message: one look at leases and silent jobs.</summary>
internal sealed record RescueRound;
