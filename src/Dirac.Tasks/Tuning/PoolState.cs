namespace Dirac.Tasks.Tuning;

/// <summary>How large a pool is, and what is remembered about it from one interval to the next.</summary>
/// <param name="Size">How many handler calls it may have at once.</param>
internal sealed record PoolState(int Size)
{
    /// <summary>How long a call takes of late; null before the first has ended.</summary>
    public TimeSpan? CallTime { get; init; }

    /// <summary>For how long the oldest due task had been waiting an interval ago.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>The last growth, as long as nobody knows whether it helps.</summary>
    public Growth? OnTrial { get; init; }

    /// <summary>Where growth has turned out useless; null when nothing is known against it.</summary>
    public Ceiling? Ceiling { get; init; }

    /// <summary>For how many intervals less than half of the pool has been in use.</summary>
    public int Calm { get; init; }

    /// <summary>The most that was in use in one of those.</summary>
    public double CalmPeak { get; init; }
}

/// <summary>A growth on trial.</summary>
/// <param name="From">The size before.</param>
/// <param name="Age">How long the oldest task had been waiting then.</param>
/// <param name="CallTime">How long a call took then; null when that was not known.</param>
internal sealed record Growth(int From, TimeSpan Age, TimeSpan? CallTime)
{
    /// <summary>How long ago it was.</summary>
    public TimeSpan Passed { get; init; }

    /// <summary>How many calls have ended since.</summary>
    public int Ended { get; init; }
}

/// <summary>A size that is not exceeded for a while.</summary>
/// <param name="Size">The size.</param>
/// <param name="Left">How much longer.</param>
/// <param name="Lasts">For how long it was set: twice as long each time.</param>
internal sealed record Ceiling(int Size, TimeSpan Left, TimeSpan Lasts);
