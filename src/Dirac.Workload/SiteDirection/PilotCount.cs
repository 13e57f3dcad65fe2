namespace Dirac.Workload.SiteDirection;

/// <summary>Our pilots of a VO in a queue.</summary>
/// <param name="Waiting">Those that have not started.</param>
/// <param name="Coming">Those that will soon take a job: handed in not long ago, or just started and without one so far.</param>
/// <param name="Running">Those that have started and not ended.</param>
internal sealed record PilotCount(int Waiting, int Coming, int Running);
