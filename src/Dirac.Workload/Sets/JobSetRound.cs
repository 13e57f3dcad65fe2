namespace Dirac.Workload.Sets;

/// <summary>Message: look after sets.</summary>
internal sealed record JobSetRound;
