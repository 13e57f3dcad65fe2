namespace Dirac.Workload.SiteDirection;

/// <summary>Message: one look at all queues that pilots are sent to.</summary>
internal sealed record SiteRound;
