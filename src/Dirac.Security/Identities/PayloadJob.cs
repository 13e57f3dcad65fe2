namespace Dirac.Security.Identities;

/// <summary>The attempt at a job that a payload's token is bound to.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Attempt">The attempt at it; when another one is current, the token is nothing any more.</param>
public readonly record struct PayloadJob(long JobId, int Attempt);
