namespace Dirac.Workload.Matching.Limits;

/// <summary>Another match was faster and took the last place, or began a delay: the claim is given back.</summary>
internal sealed class LimitReachedException(long job, string why) : Exception($"Job {job} is not started: {why}.");
