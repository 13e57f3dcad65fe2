namespace Dirac.Client.Letters;

/// <summary>For how long nothing was heard of somebody to whom one listened, by the listener's own clock. Pure.</summary>
/// <remarks>Clocks of two machines are never compared. A pause between two looks counts little: a file system that hung held up both sides.</remarks>
/// <param name="Length">The silence so far.</param>
/// <param name="Seen">When one looked last, on the listener's clock.</param>
internal sealed record Silence(TimeSpan Length, TimeSpan Seen)
{
    /// <summary>No silence yet, seen at the beginning of a clock.</summary>
    public static Silence None { get; } = new(TimeSpan.Zero, TimeSpan.Zero);

    private static readonly TimeSpan MostPause = TimeSpan.FromSeconds(3);

    /// <summary>The silence after another look.</summary>
    /// <param name="now">When, on the same clock.</param>
    /// <param name="hasNews">Whether there was anything new.</param>
    public Silence After(TimeSpan now, bool hasNews)
    {
        var pause = now - Seen;
        return new Silence(hasNews ? TimeSpan.Zero : Length + (pause < MostPause ? pause : MostPause), now);
    }
}
