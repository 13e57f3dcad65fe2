namespace Dirac.Tasks;

/// <summary>Whether and when a failed task comes again: a pure function of the failure. Twice as long each time, with jitter, unless the failure has a policy of its own.</summary>
/// <remarks>A task is given up after <see cref="TaskDefinition.MaxAttempts"/> whatever its policy says.</remarks>
/// <param name="First">The longest wait after the first attempt; more than zero.</param>
/// <param name="Longest">No wait is longer.</param>
public sealed record RetryPolicy(TimeSpan First, TimeSpan Longest)
{
    /// <summary>One second, then two, four, … at most ten minutes.</summary>
    public static RetryPolicy Default { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));

    /// <summary>
    /// The policy for a failure, for example <c>failure => failure.Kind == FailureKind.BadInput ? null : RetryPolicy.Default</c>; a result of null means no
    /// further attempt. Default: this policy for all. What the result itself says here is not asked for.
    /// </summary>
    public Func<TaskFailure, RetryPolicy?>? For { get; init; }

    /// <summary>How long a task waits after a failure.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="chance">At least 0 and less than 1; the wait lies between half and all of its longest value.</param>
    /// <returns>The wait; null for no further attempt.</returns>
    public TimeSpan? Next(TaskFailure failure, double chance) => (For is null ? this : For(failure))?.Delay(failure.Attempt, chance);

    /// <summary>The wait after <paramref name="attempt"/>, whatever the failure.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="chance">At least 0 and less than 1; the wait lies between half and all of its longest value.</param>
    /// <returns>The wait.</returns>
    public TimeSpan Delay(int attempt, double chance)
    {
        var longest = Math.Min(Longest.TotalMilliseconds, First.TotalMilliseconds * Math.Pow(2, attempt - 1));
        return TimeSpan.FromMilliseconds(longest * (0.5 + (0.5 * chance)));
    }
}
