using Dirac.Model.Jobs;

namespace Dirac.Workload.Jobs;

/// <summary>What the optimizers make of a job's row.</summary>
/// <param name="JobID">The job.</param>
/// <param name="Status">Major status.</param>
/// <param name="Minor">Minor status.</param>
/// <param name="Application">Application status.</param>
/// <param name="Site">Where it may run: a site, ANY, Multiple.</param>
/// <param name="EndExecTime">When it ended; null while it may run.</param>
/// <param name="Requirements">The requirements of its task queue; null leaves them.</param>
internal sealed record OptimizedJob(long JobID, JobStatus Status, string Minor, string Application, string Site, DateTime? EndExecTime, string? Requirements);
