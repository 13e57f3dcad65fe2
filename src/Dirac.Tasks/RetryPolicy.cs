namespace Dirac.Tasks;

/// <summary>How long a failed task waits for its next attempt: twice as long each time, with jitter.</summary>
/// <param name="First">The longest wait after the first attempt; more than zero.</param>
/// <param name="Longest">No wait is longer.</param>
public sealed record RetryPolicy(TimeSpan First, TimeSpan Longest)
{
    /// <summary>One second, then two, four, … at most ten minutes.</summary>
    public static RetryPolicy Default { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));

    /// <summary>The wait after <paramref name="attempt"/>.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="chance">At least 0 and less than 1; the wait lies between half and all of its longest value.</param>
    /// <returns>The wait.</returns>
    public TimeSpan Delay(int attempt, double chance)
    {
        var longest = Math.Min(Longest.TotalMilliseconds, First.TotalMilliseconds * Math.Pow(2, attempt - 1));
        return TimeSpan.FromMilliseconds(longest * (0.5 + (0.5 * chance)));
    }
}
