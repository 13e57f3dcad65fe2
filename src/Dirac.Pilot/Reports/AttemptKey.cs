namespace Dirac.Pilot.Reports;

/// <summary>Names one attempt at one job.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Attempt">The attempt's number.</param>
internal readonly record struct AttemptKey(long JobId, int Attempt);
