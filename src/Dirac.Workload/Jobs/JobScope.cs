namespace Dirac.Workload.Jobs;

/// <summary>Which jobs somebody sees: all of them, or those of an owner and perhaps of a group.</summary>
/// <param name="Vo">The VO; null for a host, which sees those of all.</param>
/// <param name="Owner">The only owner whose jobs are seen; null when all are.</param>
/// <param name="OwnerGroup">A group whose jobs are seen besides; null when there is none.</param>
internal sealed record JobScope(string? Vo, string? Owner = null, string? OwnerGroup = null);
