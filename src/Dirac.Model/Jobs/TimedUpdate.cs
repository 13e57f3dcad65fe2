namespace Dirac.Model.Jobs;

/// <summary>One report about a job: what was so at a moment, and who says so. Null parts say nothing.</summary>
/// <param name="Time">When it was so, UTC; reports may arrive late and in any order.</param>
/// <param name="Status">Major status, or null for the one the job has.</param>
/// <param name="Minor">Minor status.</param>
/// <param name="Application">Application status.</param>
/// <param name="Source">The component that reports: JobWrapper, JobManager, …</param>
public sealed record TimedUpdate(DateTime Time, JobStatus? Status, string? Minor, string? Application, string Source);
