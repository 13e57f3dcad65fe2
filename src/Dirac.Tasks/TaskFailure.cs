namespace Dirac.Tasks;

/// <summary>How one attempt failed.</summary>
/// <param name="Attempt">The attempt, from 1.</param>
/// <param name="Kind">What kind of failure, as far as the handler said.</param>
/// <param name="Exception">What the handler threw; null when it returned <see cref="TaskOutcome.Failed"/>.</param>
/// <param name="Error">Why, for a person.</param>
public sealed record TaskFailure(int Attempt, FailureKind Kind, Exception? Exception, string Error);
