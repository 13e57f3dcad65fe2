namespace Dirac.Client.Letters;

/// <summary>How often a mailbox is looked into: often while something arrives, ever less while nothing does. Pure.</summary>
/// <param name="Least">The pause after something has arrived.</param>
/// <param name="Most">The longest pause.</param>
internal readonly record struct PollPace(TimeSpan Least, TimeSpan Most)
{
    private const double Growth = 1.5;

    /// <summary>The next pause.</summary>
    /// <param name="pause">The one before.</param>
    /// <param name="hasNews">Whether anything has happened since.</param>
    public TimeSpan After(TimeSpan pause, bool hasNews) => hasNews ? Least : TimeSpan.FromTicks(Math.Clamp((long)(pause.Ticks * Growth), Least.Ticks, Most.Ticks));
}
