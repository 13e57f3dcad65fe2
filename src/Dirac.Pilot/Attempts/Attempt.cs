using Dirac.Model.Api;
using Dirac.Pilot.Reports;

namespace Dirac.Pilot.Attempts;

/// <summary>One attempt at a job in this pilot's hands: its lease, and the ways to stop it.</summary>
/// <remarks>
/// Thread-safe. The lease is counted by the pilot's own clock from the moment a successful request was <em>sent</em>, so it always ends here
/// before it ends at the server; a tenth of it, at most 2 s, is kept for the killing.
/// </remarks>
internal sealed class Attempt : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _killing = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly ITimer _fence;
    private long _leaseStart;
    private TimeSpan _lease;

    /// <summary>Takes an attempt on.</summary>
    /// <param name="match">The job as the server gave it.</param>
    /// <param name="askedAt">Timestamp of the clock when the job was first asked for.</param>
    /// <param name="clock">Counts the lease.</param>
    internal Attempt(MatchReply match, long askedAt, TimeProvider clock)
    {
        Match = match;
        Key = new AttemptKey(match.JobID, match.Attempt);
        StartedAt = clock.GetTimestamp();
        _clock = clock;
        _leaseStart = askedAt;
        _lease = Usable(match.LeaseSeconds);
        _fence = clock.CreateTimer(_ => Fence(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_lock) SetFence();
    }

    /// <summary>The job as the server gave it.</summary>
    internal MatchReply Match { get; }

    /// <summary>Names the attempt.</summary>
    internal AttemptKey Key { get; }

    /// <summary>Timestamp of the clock when the attempt was taken on.</summary>
    internal long StartedAt { get; }

    /// <summary>Cancelled when the attempt is to stop.</summary>
    internal CancellationToken Stopping => _stopping.Token;

    /// <summary>Cancelled when nothing of it may run any more; implies <see cref="Stopping"/>.</summary>
    internal CancellationToken Killing => _killing.Token;

    /// <summary>Why it stops; null while it goes on.</summary>
    internal AttemptStop? StopReason { get; private set; }

    /// <summary>Cancelled when the attempt is over.</summary>
    internal CancellationToken Ended => _ended.Token;

    /// <summary>The signal that tells the payload to save its state.</summary>
    internal int StopSignal { get; init; } = 2;

    /// <summary>Passes a signal to the payload; set while one runs.</summary>
    internal Action<int>? SignalPayload { get; set; }

    /// <summary>Measures the payload; set while one runs.</summary>
    internal Func<JobHeartbeat>? Measure { get; set; }

    /// <summary>How much of the lease is left; not positive when it has run out.</summary>
    internal TimeSpan LeaseLeft
    {
        get
        {
            lock (_lock) return _lease - _clock.GetElapsedTime(_leaseStart);
        }
    }

    /// <summary>The server has renewed the lease.</summary>
    /// <param name="askedAt">Timestamp of the clock when the renewal was sent.</param>
    /// <param name="leaseSeconds">The lease's length, seconds.</param>
    internal void Renew(long askedAt, int leaseSeconds)
    {
        lock (_lock)
        {
            if (askedAt < _leaseStart) return;
            (_leaseStart, _lease) = (askedAt, Usable(leaseSeconds));
            SetFence();
        }
    }

    /// <summary>Stops the attempt. The first reason stays, unless a later one is more urgent.</summary>
    internal void Stop(AttemptStop reason)
    {
        lock (_lock)
        {
            if (StopReason is null || (reason.AtOnce && !StopReason.AtOnce)) StopReason = reason;
        }

        _stopping.Cancel();
        if (reason.AtOnce) _killing.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _fence.Dispose();
        _ended.Cancel();
    }

    private static TimeSpan Usable(int leaseSeconds) =>
        TimeSpan.FromSeconds(leaseSeconds - Math.Min(2, leaseSeconds / 10.0));

    private void SetFence() =>
        _fence.Change(TimeSpan.FromTicks(Math.Max(0, (_lease - _clock.GetElapsedTime(_leaseStart)).Ticks)) + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);

    // A timer counts in coarser steps than the lease and may ring early: then it is set again, or nothing would ever end the payload.
    private void Fence()
    {
        if (LeaseLeft <= TimeSpan.Zero)
        {
            Stop(new AttemptStop.LeaseLost());
            return;
        }

        lock (_lock) SetFence();
    }
}
