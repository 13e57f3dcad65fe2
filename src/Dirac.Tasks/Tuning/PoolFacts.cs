namespace Dirac.Tasks.Tuning;

/// <summary>How a pool fared in one interval.</summary>
internal sealed record PoolFacts
{
    /// <summary>How long the interval was.</summary>
    public required TimeSpan Passed { get; init; }

    /// <summary>For how long the oldest due task has been waiting; zero when none is or slots were free.</summary>
    public required TimeSpan Age { get; init; }

    /// <summary>How many slots were in use, on average.</summary>
    public required double Busy { get; init; }

    /// <summary>How many handler calls ended.</summary>
    public required int Ended { get; init; }

    /// <summary>How long those had a slot, from their claim to the record of their outcome, on average; null when none ended.</summary>
    public required TimeSpan? CallTime { get; init; }

    /// <summary>How long a transaction of the pool's databases took, on average.</summary>
    public required TimeSpan DatabaseTime { get; init; }

    /// <summary>How many more calls the database connections allow.</summary>
    public required int Room { get; init; }
}
