namespace Dirac.Client.Letters;

/// <summary>The pauses between looks into a mailbox. One waits, anybody may hurry.</summary>
/// <param name="pace">How long they are.</param>
/// <param name="clock">Measures them.</param>
internal sealed class LookPause(PollPace pace, TimeProvider clock)
{
    private readonly Nudge _nudge = new();
    private TimeSpan _pause = pace.Least;
    private int _isHurried;

    /// <summary>Something was sent, so that something may come: looks follow soon.</summary>
    public void Hurry()
    {
        Volatile.Write(ref _isHurried, 1);
        _nudge.Give();
    }

    /// <summary>Waits until it is time for another look. Cancelling ends the wait and throws nothing.</summary>
    /// <param name="hasNews">Whether the last look brought something.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitAsync(bool hasNews, CancellationToken cancellationToken)
    {
        var nudge = _nudge.Next;
        _pause = pace.After(_pause, hasNews || Interlocked.Exchange(ref _isHurried, 0) != 0);
        await Task.WhenAny(nudge, Task.Delay(_pause, clock, cancellationToken)).ConfigureAwait(false);
        // However often it is nudged: no two looks follow at once.
        if (nudge.IsCompleted) await Task.WhenAny(Task.Delay(pace.Least, clock, cancellationToken)).ConfigureAwait(false);
    }
}
