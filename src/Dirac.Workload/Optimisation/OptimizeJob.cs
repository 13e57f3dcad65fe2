namespace Dirac.Workload.Optimisation;

/// <summary>Message: one job is to be treated by one optimizer.</summary>
/// <param name="JobID">The job.</param>
/// <param name="Optimizer">JobPath, JobSanity, InputData or JobScheduling.</param>
internal sealed record OptimizeJob(long JobID, string Optimizer);
