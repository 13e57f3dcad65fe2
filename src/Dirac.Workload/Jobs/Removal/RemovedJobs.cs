namespace Dirac.Workload.Jobs.Removal;

/// <summary>Message: jobs that JobDB does not know any more.</summary>
internal sealed record RemovedJobs(IReadOnlyList<long> JobIDs);
