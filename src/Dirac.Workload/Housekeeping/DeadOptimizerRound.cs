namespace Dirac.Workload.Housekeeping;

/// <summary>Message: one look at optimizer tasks that died.</summary>
internal sealed record DeadOptimizerRound;
