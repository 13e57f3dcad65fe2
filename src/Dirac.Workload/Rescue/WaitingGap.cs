namespace Dirac.Workload.Rescue;

/// <summary>Decides from the numbers of Waiting and of queued jobs whether Waiting jobs may be missing from the task queues. Thread-safe.</summary>
/// <remarks>
/// A job becomes Waiting a moment before it is queued, and leaves its queue a moment before it is Matched, so one look proves nothing: the numbers
/// must differ at two looks in a row. On a busy server they may do so for no reason; after a walk that found nothing the next one waits.
/// A job that is missing and one that is left over in a queue hide each other, so now and then everything is walked all the same.
/// </remarks>
internal sealed class WaitingGap(TimeProvider clock)
{
    private static readonly TimeSpan AfterNothing = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AtLeast = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private bool _differed;
    private bool _foundNothing;
    private long _lastWalk = clock.GetTimestamp();

    /// <summary>Takes one look's numbers; true when the jobs are to be walked.</summary>
    public bool MustWalk(long waiting, long queued)
    {
        lock (_gate)
        {
            var twice = _differed && waiting != queued;
            _differed = waiting != queued;
            var since = clock.GetElapsedTime(_lastWalk);
            return since >= AtLeast || (twice && (!_foundNothing || since >= AfterNothing));
        }
    }

    /// <summary>Notes a walk and how many jobs it put back.</summary>
    public void Walked(int back)
    {
        lock (_gate)
        {
            _lastWalk = clock.GetTimestamp();
            _foundNothing = back == 0;
            _differed = false;
        }
    }
}
