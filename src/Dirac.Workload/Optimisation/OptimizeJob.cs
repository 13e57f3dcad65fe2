namespace Dirac.Workload.Optimisation;

/// <summary>Message: jobs that one optimizer is to treat, and those after it in their chains.</summary>
/// <param name="Jobs">The jobs; those submitted together come together.</param>
/// <param name="Optimizer">JobPath, JobSanity, InputData or JobScheduling.</param>
internal sealed record OptimizeJob(IReadOnlyList<long> Jobs, string Optimizer);
