using Microsoft.Extensions.Hosting;

namespace Dirac.Workload;

/// <summary>Waits for a signal on behalf of a caller who asked to be kept waiting. A stopping server lets everybody go at once.</summary>
internal sealed class LongPoll(IHostApplicationLifetime lifetime, TimeProvider clock)
{
    /// <summary>The moment, on the clock's own scale, up to which a caller may be kept.</summary>
    public long Deadline(int seconds) => clock.GetTimestamp() + (seconds * clock.TimestampFrequency);

    /// <summary>A moment of that scale.</summary>
    public long After(TimeSpan time) => clock.GetTimestamp() + (long)(time.TotalSeconds * clock.TimestampFrequency);

    /// <summary>Whether a caller may not be kept any longer.</summary>
    public bool IsOver(long deadline) => lifetime.ApplicationStopping.IsCancellationRequested || clock.GetTimestamp() >= deadline;

    /// <summary>True when the signal came in time; false when the wait is over.</summary>
    /// <exception cref="OperationCanceledException">The caller hung up.</exception>
    public async Task<bool> WaitAsync(Task signal, long deadline, CancellationToken cancellationToken)
    {
        var left = clock.GetElapsedTime(clock.GetTimestamp(), deadline);
        if (left <= TimeSpan.Zero) return false;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            await signal.WaitAsync(left, clock, either.Token);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
